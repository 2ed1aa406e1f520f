import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Observation } from '@skein/local/data-plane';
import { postGraphql } from '../clients/post-graphql.ts';
import { publishText } from '../scenes/publish.ts';
import type { AppliedStack } from '../stack.ts';
import { createOperations } from './operations.ts';

const SNAPSHOT_MS = 200;

/** Routes that clients' tests know of the local system. */
export interface LocalRoutes {
  /** Answers a request; false where it is none of these. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  observe(observation: Observation): void;
}

/**
 * Gives an applied stack the routes of the local system: GraphQL over HTTP, tokens, publishing, who is connected. So the
 * same tests run against both, and can't tell the difference.
 */
export function createLocalRoutes(stack: AppliedStack): LocalRoutes {
  const operations = createOperations();

  const routes: Readonly<Record<string, (request: Request, response: ServerResponse) => unknown>> =
    {
      'POST /graphql': async ({ body, token }, response) => {
        const answer = await postGraphql({
          graphqlUrl: stack.outputs.graphql_url,
          emulatorUrl: stack.emulator.url,
          ...(await body()),
          token,
        });
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      },
      'POST /dev/publish': async ({ body }, response) => {
        await publishText(stack, JSON.stringify(await body()));
        response.writeHead(202).end();
      },
      'GET /dev/token': async ({ url }, response) => {
        const viewer = decodeURIComponent(url.pathname.split('/')[3] ?? '');
        const expiresInSeconds = Number(url.searchParams.get('expiresIn') ?? 600);
        response.end(await stack.issuer.token(viewer, { expiresInSeconds }));
      },
      'GET /dev/activity': ({ request }, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const send = () => {
          response.write(`event: snapshot\ndata: ${JSON.stringify(operations.snapshot())}\n\n`);
        };
        const timer = setInterval(send, SNAPSHOT_MS);
        request.on('close', () => clearInterval(timer));
        send();
      },
    };

  return {
    observe: operations.observe,
    answer: (request, response) => {
      const read = readRequest(request);
      const route = routes[`${request.method} ${read.route}`];
      if (route === undefined) return false;
      Promise.resolve(route(read, response)).catch((error: unknown) => {
        response.writeHead(502).end(String(error));
      });
      return true;
    },
  };
}

interface Request {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** The path, of `/dev/...` its first two parts. */
  readonly route: string;
  readonly token: string | undefined;
  body(): Promise<{
    readonly query: string;
    readonly variables?: unknown;
    readonly operationName?: string;
  }>;
}

function readRequest(request: IncomingMessage): Request {
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    request,
    url,
    route: url.pathname.split('/').slice(0, 3).join('/'),
    token: request.headers.authorization?.replace(/^Bearer /, ''),
    body: async () => JSON.parse(await text(request)),
  };
}
