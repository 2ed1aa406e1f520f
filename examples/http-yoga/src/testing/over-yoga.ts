import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Result } from '@skein/example-chat-tests';
import { app } from '@skein/example-schema-tools/app';
import { httpContext } from '@skein/example-schema-tools/http-context';
import { createYoga } from 'graphql-yoga';
import type { Served } from './over-graphql-ws.ts';

/** The chat's schema, as Yoga runs it: subscriptions by server-sent events, in this process, events in memory. */
export async function overYoga(): Promise<Served> {
  const yoga = createYoga({
    schema: app.schema,
    context: ({ request }) => httpContext(Object.fromEntries(request.headers)),
    logging: false,
  });
  const server = createServer(yoga);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const closing = new AbortController();

  const post = async (token: string | null, query: string, accept: string): Promise<Response> => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...authorization },
      body: JSON.stringify({ query }),
      signal: closing.signal,
    });
    if (answer.status === 401) throw new Error('Unauthorized');
    return answer;
  };

  return {
    chat: {
      client: (token) => ({
        execute: async (query) => (await post(token, query, 'application/json')).json(),
        // Yoga begins to answer when the source is there.
        subscribe: async (query) =>
          serverSentResults(await post(token, query, 'text/event-stream')),
      }),
    },
    close: async () => {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await yoga.dispose();
    },
  };
}

async function* serverSentResults({ body }: Response): AsyncGenerator<Result> {
  if (body === null) throw new Error('The answer has no body.');
  for await (const line of createInterface({ input: Readable.fromWeb(body as ReadableStream) })) {
    const data = /^data: ?(?<json>\{.*)$/.exec(line)?.groups?.json;
    if (data !== undefined) yield JSON.parse(data);
  }
}
