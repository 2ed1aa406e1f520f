import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { app } from '@skein/example-schema-tools/app';
import { httpContext } from '@skein/example-schema-tools/http-context';
import { publishTo } from '@skein/pubsub/sns';
import { GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';

export interface ServerOptions {
  readonly port: number;
  /** Of the SNS topic that the subscribers' side listens on. */
  readonly topicArn: string;
}

/** Events go to SNS, so a subscription over HTTP would wait for ever: it is told where to go instead. */
const subscriptionsHaveTheSocket: Plugin = {
  onSubscribe: () => {
    throw new GraphQLError('Subscriptions need the WebSocket.');
  },
};

/** Serves the queries and mutations of the chat; what a mutation publishes goes to the SNS topic. */
export async function startServer({ port, topicArn }: ServerOptions) {
  publishTo(app.pubsub, { topicArn });

  const yoga = createYoga({
    schema: app.schema,
    context: ({ request }) => httpContext(Object.fromEntries(request.headers)),
    plugins: [subscriptionsHaveTheSocket],
  });
  const server = createServer(yoga);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/graphql`,
    /** Answers what has begun, and waits for what it publishes. */
    close: async (): Promise<void> => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
      await yoga.dispose();
      await app.pubsub.settle();
    },
  };
}
