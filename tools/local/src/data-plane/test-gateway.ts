import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { createManualClock, type ManualClock } from '../manual-clock.ts';
import type { ApiDefinition, Route } from './api-definition.ts';
import { createDataPlane, type DataPlane, type DataPlaneOptions } from './data-plane.ts';
import type { Observation } from './observation.ts';

// Builders for this folder's tests: a gateway on a real port, and clients on real sockets.

/** An event as tests read it: only what they look at. */
export interface GatewayEvent {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly requestContext: Readonly<Record<string, unknown>> & {
    readonly connectionId: string;
    readonly routeKey: string;
    readonly eventType: string;
    readonly requestId: string;
  };
}

export type Invoke = (event: GatewayEvent) => unknown;

/** A Lambda route; `invoke` answers `{ statusCode: 200 }` unless it returns something else. */
export function lambdaRoute(invoke: Invoke, rest: Partial<Route> = {}): Route {
  return {
    integration: {
      kind: 'lambda',
      invoke: async (event) => (await invoke(event as GatewayEvent)) ?? { statusCode: 200 },
    },
    routeResponse: false,
    ...rest,
  };
}

/** A `$connect` that answers with this subprotocol. */
export function connectRoute(subprotocol = 'graphql-transport-ws'): Route {
  return lambdaRoute(() => ({
    statusCode: 200,
    headers: { 'Sec-WebSocket-Protocol': subprotocol },
  }));
}

export interface TestGateway {
  readonly plane: DataPlane;
  readonly clock: ManualClock;
  readonly observed: readonly Observation[];
  /** Of the management API: `http://127.0.0.1:<port>`. */
  readonly httpUrl: string;
  readonly wsUrl: string;
  /** Opens a socket and collects what it gets; rejects with the status of a refused upgrade. */
  connect(options?: {
    readonly protocols?: string | readonly string[];
    readonly path?: string;
    readonly client?: ClientOptions;
  }): Promise<TestClient>;
  /** Calls `@connections`. */
  manage(method: string, connectionId: string, body?: string): Promise<Response>;
  close(): Promise<void>;
}

/** Starts a gateway of these routes on a free port of 127.0.0.1. */
export async function startGateway(
  routes: Readonly<Record<string, Route>>,
  options: Partial<DataPlaneOptions> & { readonly definition?: Partial<ApiDefinition> } = {},
): Promise<TestGateway> {
  const clock = createManualClock();
  const observed: Observation[] = [];
  const { definition, ...rest } = options;
  const api = {
    apiId: 'api1234567',
    stage: 'prod',
    routeSelectionExpression: '$request.body.type',
    routes,
    ...definition,
  };
  const observe = (observation: Observation) => observed.push(observation);
  const plane = createDataPlane({ api, clock, observe, ...rest });
  const server = createServer((request, response) => {
    if (!plane.manage(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', plane.upgrade);
  const port = await listen(server);
  const httpUrl = `http://127.0.0.1:${port}`;
  const wsUrl = `ws://127.0.0.1:${port}/prod`;
  return {
    plane,
    clock,
    observed,
    httpUrl,
    wsUrl,
    connect: async ({ protocols = [], path = '', client = {} } = {}) => {
      const socket = new WebSocket(`${wsUrl}${path}`, [...[protocols].flat()], client);
      return openClient(socket);
    },
    manage: (method, connectionId, body) =>
      fetch(`${httpUrl}/@connections/${encodeURIComponent(connectionId)}`, {
        method,
        ...(body !== undefined && { body }),
      }),
    close: async () => {
      await plane.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface TestClient {
  readonly socket: WebSocket;
  /** The next text message; messages are kept until they are asked for. */
  next(): Promise<string>;
  /** How many messages came and were not asked for yet. */
  pending(): number;
  /** Code and reason of the close frame. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

async function openClient(socket: WebSocket): Promise<TestClient> {
  const messages: string[] = [];
  const waiting: Array<(text: string) => void> = [];
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? 'a binary message' : data.toString();
    const waiter = waiting.shift();
    if (waiter === undefined) messages.push(text);
    else waiter(text);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  return {
    socket,
    closed,
    pending: () => messages.length,
    next: async () => messages.shift() ?? new Promise((resolve) => waiting.push(resolve)),
  };
}
