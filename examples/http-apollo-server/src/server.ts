import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { app } from '@skein/example-schema-tools/app';
import { httpContext } from '@skein/example-schema-tools/http-context';
import type { Context } from '@skein/example-schema-tools/schema';
import { publishTo } from '@skein/pubsub/sns';

export interface ServerOptions {
  readonly port: number;
  /** Of the SNS topic that the subscribers' side listens on. */
  readonly topicArn: string;
}

/** Serves the queries and mutations of the chat; what a mutation publishes goes to the SNS topic. */
export async function startServer({ port, topicArn }: ServerOptions) {
  publishTo(app.pubsub, { topicArn });

  const server = new ApolloServer<Context>({
    schema: app.schema,
    // Its own handler would end the process before the publishes that are on their way.
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: ({ req }) => httpContext(req.headers),
  });
  return {
    url,
    /** Answers what has begun, and waits for what it publishes. */
    close: async (): Promise<void> => {
      await server.stop();
      await app.pubsub.settle();
    },
  };
}
