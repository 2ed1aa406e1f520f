import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Chat, Result } from '@skein/example-chat-tests';
import { app } from '@skein/example-schema-tools/app';
import { httpContext } from '@skein/example-schema-tools/http-context';
import type { Context } from '@skein/example-schema-tools/schema';
import { type Client, createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';

export interface Served {
  readonly chat: Chat;
  close(): Promise<void>;
}

/** The chat's schema, as graphql-ws's own server runs it: in this process, events in memory. */
export async function overGraphqlWs(): Promise<Served> {
  const started = new EventEmitter();
  const contexts = new WeakMap<object, Context>();
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(sockets, 'listening');
  const server = useServer(
    {
      schema: app.schema,
      onConnect: async ({ connectionParams, extra }) => {
        const token = connectionParams?.token;
        const headers = typeof token === 'string' ? { authorization: token } : {};
        const context = await httpContext(headers).catch(() => null);
        if (context !== null) contexts.set(extra, context);
        return context !== null;
      },
      context: ({ extra }) => contexts.get(extra),
      onOperation: () => void started.emit('operation'),
      onError: () => void started.emit('operation'),
    },
    sockets,
  );

  const url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  const clients: Client[] = [];
  return {
    chat: {
      client: (token) => {
        const client = createClient({
          url,
          webSocketImpl: WebSocket,
          connectionParams: { token },
          retryAttempts: 0,
        });
        clients.push(client);
        return {
          execute: async (query) => only(await client.iterate({ query }).next()),
          subscribe: async (query) => {
            const results = client.iterate({ query });
            const first = results.next().catch(refusal);
            await once(started, 'operation');
            return { next: alreadyPulled(first, () => results.next()) };
          },
        };
      },
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.dispose()));
      await server.dispose();
      sockets.close();
    },
  };
}

const only = ({ value }: IteratorResult<Result>): Result => value;

/** An operation that is not run at all is errors that the client throws. */
const refusal = (errors: Result['errors']): IteratorResult<Result> => {
  if (!Array.isArray(errors)) throw errors;
  return { done: false, value: { errors } };
};

const alreadyPulled = <Value>(first: Promise<Value>, next: () => Promise<Value>) => {
  let pulled: Promise<Value> | null = first;
  return (): Promise<Value> => {
    const value = pulled ?? next();
    pulled = null;
    return value;
  };
};
