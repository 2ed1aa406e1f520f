import { once } from 'node:events';
import { createServer } from 'node:http';
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
  /** Begins to serve an API; gives the URL that clients connect to. */
  serve(api: ApiDefinition): string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1; until `serve`, there is no API on it. */
export async function startGateway(options: {
  /** The JSON Web Key Set that the functions verify tokens with. */
  readonly jwks: unknown;
  readonly observe: (observation: Observation) => void;
}): Promise<Gateway> {
  const { jwks, observe } = options;
  let plane: DataPlane | null = null;
  const server = createServer((request, response) => {
    if (request.url === '/jwks.json') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks));
    } else if (!plane?.manage(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (plane === null) socket.destroy();
    else plane.upgrade(request, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    connectionsUrl: `http://${host}`,
    jwksUrl: `http://${host}/jwks.json`,
    serve: (api) => {
      plane = createDataPlane({ api, observe });
      return `ws://${host}/${api.stage}`;
    },
    close: async () => {
      await plane?.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
