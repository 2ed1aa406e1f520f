import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { app } from '@skein/example-schema-tools/app';
import { httpContext } from '@skein/example-schema-tools/http-context';
import { publishTo } from '@skein/pubsub/sns';
import express, { type RequestHandler } from 'express';
import { createHandler } from 'graphql-http/lib/use/express';

export interface ServerOptions {
  readonly port: number;
  /** Of the SNS topic that the subscribers' side listens on. */
  readonly topicArn: string;
}

/** Says whose request it is before anything else sees it; `locals.context` is the context of its operation. */
const authenticate: RequestHandler = async (request, response, next) => {
  try {
    response.locals.context = await httpContext(request.headers);
  } catch (error) {
    response.status(401).json({ errors: [error] });
    return;
  }
  next();
};

/** Serves the queries and mutations of the chat; what a mutation publishes goes to the SNS topic. */
export async function startServer({ port, topicArn }: ServerOptions) {
  publishTo(app.pubsub, { topicArn });

  const web = express();
  const handler = createHandler({
    schema: app.schema,
    context: ({ context }) => context.res.locals.context,
  });
  web.all('/graphql', authenticate, handler);
  const server = web.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/graphql`,
    /** Answers what has begun, and waits for what it publishes. */
    close: async (): Promise<void> => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
      await app.pubsub.settle();
    },
  };
}
