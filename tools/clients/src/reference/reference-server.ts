import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import { WebSocketServer } from 'ws';
import { createConnections } from './connections.ts';
import { createEvents, type Events } from './events.ts';
import { executeOverHttp } from './http.ts';
import { serveLegacy } from './legacy-server.ts';

import { readToken, signToken } from './tokens.ts';
import { serveTransport } from './transport-server.ts';

export interface ReferenceServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts what this system is measured against: graphql-ws's own server and subscriptions-transport-ws's, on one port,
 * behind the routes of the local system. Only what surrounds the two is ours: tokens, events, the choice between them.
 */
export async function startReferenceServer(
  createSchema: (events: Events) => GraphQLSchema,
): Promise<ReferenceServer> {
  const events = createEvents();
  const schema = createSchema(events);
  const connections = createConnections();
  const transport = new WebSocketServer({
    noServer: true,
    handleProtocols: () => 'graphql-transport-ws',
  });
  const legacy = new WebSocketServer({ noServer: true });
  serveTransport(transport, schema);
  serveLegacy(legacy, schema);

  const server = createServer((request, response) => {
    void answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request);
    if (refusal !== null) return endUpgrade(socket, refusal);
    const chosen = offers(request).includes('graphql-transport-ws') ? transport : legacy;
    chosen.handleUpgrade(request, socket, head, (client) => {
      connections.add(client);
      chosen.emit('connection', client, request);
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = await read(request);
    const [, first = '', second = '', third = ''] = url.pathname.split('/');
    switch (`${request.method} /${first}${first === 'dev' ? `/${second}` : ''}`) {
      case 'POST /graphql':
        return executeOverHttp({ schema, request, response, body });
      case 'GET /dev/token':
        return void response.end(
          signToken(decodeURIComponent(third), Number(url.searchParams.get('expiresIn') ?? 3600)),
        );
      case 'POST /dev/publish': {
        const { topic, payload } = JSON.parse(body);
        events.publish(topic, payload);
        return void response.end();
      }
      case 'GET /dev/activity':
        return connections.stream(response);
      case 'DELETE /@connections':
        return void response.writeHead(connections.drop(second) ? 204 : 410).end();
      default:
        return void response.writeHead(404).end();
    }
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      connections.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function offers(request: IncomingMessage): readonly string[] {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The status of an upgrade that an API Gateway would refuse; null where it goes on. */
function refuse(request: IncomingMessage): 400 | 401 | null {
  const offered = offers(request);
  const known = ['graphql-transport-ws', 'graphql-ws', 'graphql'];
  if (offered.length > 0 && !offered.some((name) => known.includes(name))) return 400;
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  try {
    readToken(request.headers.authorization);
    readToken(query.get('authorization'));
    return null;
  } catch {
    return 401;
  }
}

function endUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
