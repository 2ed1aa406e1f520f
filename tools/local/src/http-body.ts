import type { IncomingMessage, ServerResponse } from 'node:http';

/** The whole body of a request; null where it is over the limit (the rest is read and dropped). */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
  }
  return bytes > limitBytes ? null : Buffer.concat(chunks);
}

/** Answers with JSON. */
export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  respondText(response, { status, type: 'application/json', text: JSON.stringify(body) });
}

/** Answers with text of a media type. */
export function respondText(
  response: ServerResponse,
  { status, type, text }: { readonly status: number; readonly type: string; readonly text: string },
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
