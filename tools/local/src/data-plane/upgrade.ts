import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import type { ApiDefinition } from './api-definition.ts';
import { authorize } from './authorize.ts';
import { headerOf, readClient } from './client.ts';
import { type Close, type Connection, openConnection } from './connection.ts';
import { connectEvent, type EventSource } from './events.ts';
import { createFrameInspector } from './frame-inspector.ts';
import { checkHandshake, type Refusal, refuseUpgrade } from './handshake.ts';
import type { IntegrationOutcome } from './integrate.ts';
import type { Limits } from './limits.ts';
import type { Observation } from './observation.ts';

export interface UpgradeOptions {
  readonly api: ApiDefinition;
  readonly paths: readonly string[];
  readonly limits: Limits;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly observe: (observation: Observation) => void;
  /** Resolves to null where the API has no `$connect` route. */
  readonly invokeConnect: (
    event: Record<string, unknown>,
    connectionId: string,
  ) => Promise<IntegrationOutcome | null>;
  readonly onOpen: (connection: Connection) => void;
  readonly onMessage: (connection: Connection, text: string) => void;
  readonly onClose: (source: EventSource, close: Close) => void;
}

/** An upgrade request with its socket, as the server's `upgrade` event gives them. */
interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

interface Admitted {
  readonly source: EventSource;
  readonly subprotocol: string | null;
}

type Admission = { readonly admitted: Admitted } | { readonly refusal: Refusal };

/** A token of RFC 9110: all that may stand in `Sec-WebSocket-Protocol`. */
const SUBPROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const AUTHORIZER_MESSAGES = { 401: 'Unauthorized', 403: 'Forbidden', 500: 'Internal server error' };

const CLIENT_LEFT: Close = { code: 1006, reason: 'Connection closed abnormally' };

/** Turns upgrade requests into connections: handshake, authorizer, `$connect`, and only then the 101. Never rejects. */
export function createUpgrades(options: UpgradeOptions): (upgrade: Upgrade) => Promise<void> {
  const { api, clock, newId, observe } = options;
  const open = createOpener(options);

  async function admit(source: EventSource): Promise<Admission> {
    const stamp = { requestId: newId(), timeMs: clock.nowMs() };
    const { connectionId } = source;
    const authorizer = api.routes.$connect?.authorizer;
    if (authorizer === undefined) return connect(source, stamp);
    const resultBytes = options.limits.authorizerResultBytes;
    const authorization = await authorize({ authorizer, source, stamp, resultBytes });
    if (authorization.ok) return connect({ ...source, authorizer: authorization.context }, stamp);
    const { status, error } = authorization;
    observe({ kind: 'integration-failed', connectionId, routeKey: '$connect', error });
    return { refusal: { status, message: AUTHORIZER_MESSAGES[status] } };
  }

  async function connect(
    source: EventSource,
    stamp: { readonly requestId: string; readonly timeMs: number },
  ): Promise<Admission> {
    const outcome = await options.invokeConnect(connectEvent(source, stamp), source.connectionId);
    // Without a $connect integration there is nobody to choose a subprotocol.
    return outcome === null ? { admitted: { source, subprotocol: null } } : read(outcome, source);
  }

  return async ({ request, socket, head }) => {
    socket.on('error', () => socket.destroy());
    const malformed = checkHandshake(request, {
      paths: options.paths,
      urlCharacters: options.limits.urlCharacters,
    });
    if (malformed !== null) return refuseUpgrade(socket, malformed);
    const connectionId = newId();
    const client = readClient(request, `Root=${newId()}`);
    const connectedAtMs = clock.nowMs();
    const admission = await admit({ api, client, connectionId, connectedAtMs, authorizer: null });
    if ('admitted' in admission) return open({ request, socket, head }, admission.admitted);
    observe({ kind: 'refused', connectionId, status: admission.refusal.status });
    refuseUpgrade(socket, admission.refusal);
  };
}

/** Any status but 2xx refuses with that status; a failed Lambda is a bad gateway, a slow one a gateway timeout. */
function read(outcome: IntegrationOutcome, source: EventSource): Admission {
  if (outcome.kind === 'timed-out') return { refusal: { status: 504, message: 'Timeout' } };
  const failure = { refusal: { status: 502, message: 'Internal server error' } };
  if (outcome.kind !== 'answered') return failure;
  const { status, headers } = outcome.response;
  if (status < 200 || status > 299) return { refusal: { status, message: 'Refused' } };
  const subprotocol = headerOf(headers, 'sec-websocket-protocol');
  if (subprotocol !== null && !SUBPROTOCOL.test(subprotocol)) return failure;
  return { admitted: { source, subprotocol } };
}

function createOpener(options: UpgradeOptions): (upgrade: Upgrade, admitted: Admitted) => void {
  const { limits, clock, onMessage, onOpen, onClose, observe } = options;
  const chosen = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
  });
  // ws sends only a subprotocol that was offered; the gateway sends whatever $connect returned.
  server.on('headers', (headers, request) => {
    const subprotocol = chosen.get(request);
    if (subprotocol !== undefined) headers.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  });

  return ({ request, socket, head }, { source, subprotocol }) => {
    // $connect succeeded, so its counterpart runs even for a client that did not wait for the answer.
    if (!socket.readable || !socket.writable) return onClose(source, CLIENT_LEFT);
    if (subprotocol !== null) chosen.set(request, subprotocol);
    // The offers were $connect's to judge: ws neither parses nor refuses them.
    delete request.headers['sec-websocket-protocol'];

    let connection: Connection | null = null;
    const inspect = createFrameInspector({ frameBytes: limits.frameBytes });
    const onData = (chunk: Buffer): void => {
      const verdict = inspect(chunk);
      if (verdict === null) return;
      socket.off('data', onData);
      connection?.close(verdict);
    };
    socket.on('data', onData); // before ws's own listener, so that a refused frame becomes no message

    server.handleUpgrade(request, socket, head, (webSocket) => {
      const { connectionId, connectedAtMs } = source;
      connection = openConnection({
        socket: webSocket,
        source,
        limits,
        clock,
        onMessage,
        onClose: (close) => onClose(source, close),
      });
      observe({ kind: 'connected', connectionId, subprotocol, connectedAtMs });
      onOpen(connection);
    });
  };
}
