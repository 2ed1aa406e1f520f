import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why an upgrade is refused before any integration runs. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Judges an upgrade request by RFC 6455 4.2.1 and the gateway's own limits, before `$connect` runs, so that a client
 * that could never connect leaves no trace. Null where it may go on.
 */
export function checkHandshake(
  request: IncomingMessage,
  options: { readonly paths: readonly string[]; readonly urlCharacters: number },
): Refusal | null {
  const url = request.url ?? '/';
  if (request.method !== 'GET') return { status: 405, message: 'Method Not Allowed' };
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
    return { status: 400, message: 'Bad Request' };
  }
  if (!/^[+/0-9A-Za-z]{22}==$/.test(request.headers['sec-websocket-key'] ?? '')) {
    return { status: 400, message: 'Bad Request' };
  }
  if (request.headers['sec-websocket-version'] !== '13') {
    return { status: 426, message: 'Upgrade Required' };
  }
  if (url.length > options.urlCharacters) return { status: 414, message: 'URI Too Long' };
  // An unknown stage is Forbidden, as on AWS.
  if (!options.paths.includes(pathOf(url))) return { status: 403, message: 'Forbidden' };
  return null;
}

/** Answers an upgrade with an HTTP status and closes the socket. Neither headers nor a body of the Lambda go out. */
export function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const body = JSON.stringify({ message });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 426 ? ['Sec-WebSocket-Version: 13'] : []),
  ];
  socket.on('error', () => socket.destroy()); // the client may have left
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** The path of a request's URL, without a trailing slash. */
function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '/';
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
