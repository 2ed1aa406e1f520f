import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Result } from './client.ts';

/**
 * A query or mutation over HTTP. An emulator tells APIs apart by the host name, which need not resolve: the request
 * goes to the emulator itself, under that name.
 */
export async function postGraphql(options: {
  readonly graphqlUrl: string;
  readonly emulatorUrl: string;
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly token?: string | undefined;
}): Promise<Result> {
  const { graphqlUrl, emulatorUrl, token, ...graphql } = options;
  const { host, pathname } = new URL(graphqlUrl);
  const post = request(new URL(pathname, emulatorUrl), {
    method: 'POST',
    headers: {
      host,
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
  post.end(JSON.stringify(graphql));
  const [response]: IncomingMessage[] = await once(post, 'response');
  if (response === undefined) throw new Error('no response');
  const body = await text(response);
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}: ${body}`);
  return JSON.parse(body);
}
