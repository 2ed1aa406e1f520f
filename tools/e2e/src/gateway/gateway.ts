import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ApiDefinition,
  createDataPlane,
  type DataPlane,
  type Observation,
} from '@skein/local/data-plane';

/** The data plane of one WebSocket API, on a port that is known before the API is. */
export interface Gateway {
  /** The `@connections` endpoint without a stage: it must be known to the functions before the API is made. */
  readonly connectionsUrl: string;
  readonly jwksUrl: string;
  /** `http://127.0.0.1:<port>`, as clients see it. */
  readonly url: string;
  /** Begins to serve an API; gives the URL that clients connect to. */
  serve(api: ApiDefinition): string;
  /** Answers further requests, and sees all that happens from now on. */
  extend(extension: GatewayExtension): void;
  close(): Promise<void>;
}

interface GatewayExtension {
  /** Answers a request; false where it is not its own. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  observe(observation: Observation): void;
}

/** Where clients connect, beside the stage's own path: the local system's. */
const SOCKET_PATH = '/graphql';

const LOOPBACK = '127.0.0.1';

/**
 * Listens on a free port; until `serve`, there is no API on it. Functions that run in containers reach this machine by
 * another name than 127.0.0.1: `E2E_HOST` gives it, and every address is listened on.
 */
export async function startGateway(options: {
  /** The JSON Web Key Set that the functions verify tokens with. */
  readonly jwks: unknown;
  readonly observe: (observation: Observation) => void;
}): Promise<Gateway> {
  const { jwks, observe } = options;
  let plane: DataPlane | null = null;
  let extension: GatewayExtension | null = null;
  const server = createServer((request, response) => {
    if (request.url === '/jwks.json') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks));
    } else if (!plane?.manage(request, response) && !extension?.answer(request, response)) {
      response.writeHead(404).end();
    }
  });
  server.on('upgrade', (request, socket, head) => {
    if (plane === null) socket.destroy();
    else plane.upgrade(request, socket, head);
  });
  const functionsHost = process.env.E2E_HOST ?? LOOPBACK;
  server.listen(0, functionsHost === LOOPBACK ? LOOPBACK : '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const seenByFunctions = `http://${functionsHost}:${port}`;
  return {
    url: `http://${LOOPBACK}:${port}`,
    connectionsUrl: seenByFunctions,
    jwksUrl: `${seenByFunctions}/jwks.json`,
    serve: (api) => {
      plane = createDataPlane({
        api,
        paths: [`/${api.stage}`, SOCKET_PATH],
        observe: (observation) => {
          observe(observation);
          extension?.observe(observation);
        },
      });
      return `ws://${LOOPBACK}:${port}/${api.stage}`;
    },
    extend: (given) => {
      extension = given;
    },
    close: async () => {
      await plane?.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
