import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MAX_MESSAGE_BYTES } from '../sockets.ts';

/** An answer of the gateway; without `type` it names no error, `stall` never ends it. */
export interface FakeAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly stall?: 'head' | 'body';
}

interface FakeRequest {
  readonly method: string;
  /** As it came over the wire. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** The `@connections` API over plain HTTP, as far as the adapter can see it. */
export async function startFakeConnections() {
  const connected = new Set<string>();
  const received = new Map<string, string[]>();
  const requests: FakeRequest[] = [];
  const answers = new Map<string, FakeAnswer[]>();

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers });
    const body = await textOf(request);
    const id = decodeURIComponent(url.split('/@connections/')[1] ?? '');
    const programmed = answers.get(`${method} ${id}`)?.shift();
    if (programmed !== undefined) return reply(response, programmed);
    if (!connected.has(id)) return reply(response, { status: 410, type: 'GoneException' });
    if (method === 'DELETE') connected.delete(id);
    else if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES) {
      return reply(response, { status: 413, type: 'PayloadTooLargeException' });
    } else received.set(id, [...(received.get(id) ?? []), body]);
    reply(response, { status: method === 'DELETE' ? 204 : 200 });
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    endpoint: `http://127.0.0.1:${address.port}/prod`,
    requests,
    open: (id: string) => void connected.add(id),
    drop: (id: string) => void connected.delete(id),
    isOpen: (id: string) => connected.has(id),
    frames: (id: string): readonly string[] => received.get(id) ?? [],
    /** What the next request of that method and connection is answered. */
    answer: (method: 'POST' | 'DELETE' | 'GET', id: string, answer: FakeAnswer) =>
      void answers.set(`${method} ${id}`, [answer]),
    end: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, { status, type, body, stall }: FakeAnswer): void {
  if (stall === 'head') return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(type === undefined ? {} : { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` }),
  });
  if (stall === 'body') return void response.write('{');
  response.end(status === 204 ? undefined : (body ?? (status < 300 ? '' : '{"message":"no"}')));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
