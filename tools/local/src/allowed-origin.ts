import type { IncomingMessage } from 'node:http';

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a host name is this machine's own. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host) || host === '::1' || host.endsWith('.localhost');
}

/**
 * Whether the `Host` header names this machine. A page whose name was rebound to 127.0.0.1 (DNS rebinding) sends its
 * own name there.
 */
export function hasLocalHost(request: IncomingMessage): boolean {
  return isLoopback(hostNameOf(`http://${request.headers.host ?? ''}`));
}

/** Whether the request comes from no page at all, or from a page of this machine. */
export function hasLocalOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return origin === undefined || isLoopback(hostNameOf(origin));
}

function hostNameOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
