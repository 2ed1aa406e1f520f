import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../clock.ts';
import type { ApiDefinition } from './api-definition.ts';
import { type Close, type Connection, GOING_AWAY } from './connection.ts';
import { disconnectEvent, type EventSource, messageEvent } from './events.ts';
import { refuseUpgrade } from './handshake.ts';
import { type IntegrationOutcome, integrate } from './integrate.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { answerManagement, forbid, type ManagementCall, parseManagementUrl } from './management.ts';
import type { Observation } from './observation.ts';
import { selectRoute } from './route-selection.ts';
import { createUpgrades } from './upgrade.ts';

export interface DataPlaneOptions {
  readonly api: ApiDefinition;
  /** Where clients connect. @default `/<stage>` */
  readonly paths?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  /** Makes ids of connections, requests and messages: 16 characters that end in `=`. */
  readonly newId?: () => string;
  /** A status answers that call of `@connections` in the gateway's place: 403, 429, 500. */
  readonly intercept?: (call: ManagementCall) => number | null;
  /** Sees everything that happens, frames included; must not throw. */
  readonly observe?: (observation: Observation) => void;
}

/** An API Gateway WebSocket API without its listener: mount both handlers on an HTTP server. */
export interface DataPlane {
  /** For the server's `upgrade` event: `$connect` runs before the upgrade completes. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers the `@connections` API; false where the request is none of it. */
  manage(request: IncomingMessage, response: ServerResponse): boolean;
  /** Closes every connection with 1001 and waits, at most `graceMs`, until every invocation begun has ended. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Runs a WebSocket API from its definition, as API Gateway would. */
export function createDataPlane(options: DataPlaneOptions): DataPlane {
  const { api, clock = systemClock, observe = () => undefined } = options;
  const { newId = randomId, intercept = () => null } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const paths = options.paths ?? [`/${api.stage}`];
  const connections = new Map<string, Connection>();
  const running = new Set<Promise<unknown>>();
  let state: 'open' | 'closing' | 'closed' = 'open';

  /** Every message and event is its own invocation: nothing waits for the one before. */
  function start(work: Promise<unknown>): void {
    running.add(work);
    work.finally(() => running.delete(work));
  }

  async function invoke(routeKey: string, event: Record<string, unknown>, connectionId: string) {
    const route = api.routes[routeKey];
    if (route === undefined) return null;
    const { integration } = route;
    const timeoutMs = limits.integrationMs;
    const outcome = await integrate({ integration, event, timeoutMs, clock });
    if (outcome.kind !== 'answered') {
      observe({ kind: 'integration-failed', connectionId, routeKey, error: outcome.error });
    }
    return outcome;
  }

  function send(connection: Connection, text: string): void {
    if (connection.send(text) === 'sent') observeSent(connection, text);
  }

  function observeSent({ source: { connectionId } }: Connection, text: string): void {
    observe({ kind: 'sent', connectionId, text });
  }

  async function receive(connection: Connection, text: string): Promise<void> {
    const { source } = connection;
    const { connectionId } = source;
    observe({ kind: 'received', connectionId, text });
    const requestId = newId();
    const expression = api.routeSelectionExpression;
    const routeKey = selectRoute({ expression, routeKeys: Object.keys(api.routes), text });
    if (routeKey === null) {
      return send(connection, JSON.stringify({ message: 'Forbidden', connectionId, requestId }));
    }
    const stamp = { requestId, timeMs: clock.nowMs() };
    const event = messageEvent(source, stamp, { routeKey, messageId: newId(), body: text });
    const outcome = await invoke(routeKey, event, connectionId);
    const reply = replyOf(outcome, { connectionId, requestId });
    if (reply.kind === 'error' || api.routes[routeKey]?.routeResponse) send(connection, reply.text);
  }

  async function disconnect(source: EventSource, close: Close): Promise<void> {
    const { connectionId } = source;
    connections.delete(connectionId);
    observe({ kind: 'closed', connectionId, ...close });
    const stamp = { requestId: newId(), timeMs: clock.nowMs() };
    await invoke('$disconnect', disconnectEvent(source, stamp, close), connectionId);
  }

  const upgrade = createUpgrades({
    api,
    paths,
    limits,
    clock,
    newId,
    observe,
    invokeConnect: (event, connectionId) => invoke('$connect', event, connectionId),
    onOpen: (connection) => {
      connections.set(connection.source.connectionId, connection);
      if (state === 'closing') connection.close(GOING_AWAY);
      if (state === 'closed') connection.terminate();
    },
    onMessage: (connection, text) => start(receive(connection, text)),
    onClose: (source, close) => start(disconnect(source, close)),
  });

  return {
    upgrade: (request, socket, head) => {
      if (state === 'open') start(upgrade({ request, socket, head }));
      else refuseUpgrade(socket, { status: 503, message: 'Service Unavailable' });
    },
    manage: (request, response) => {
      const target = parseManagementUrl(request.url ?? '/');
      if (target === null) return false;
      const { prefix, connectionId } = target;
      if (prefix !== '' && prefix !== `/${api.stage}`) {
        forbid(request, response);
        return true;
      }
      const find = (id: string) => {
        const connection = connections.get(id);
        return connection?.isOpen() ? connection : null;
      };
      const { messageBytes } = limits;
      const call = { request, response, connectionId, find, messageBytes, intercept };
      start(answerManagement({ ...call, onSent: observeSent }).catch(() => response.destroy()));
      return true;
    },
    close: async ({ graceMs = 1000 } = {}) => {
      state = 'closing';
      for (const connection of connections.values()) connection.close(GOING_AWAY);
      const grace = Promise.withResolvers<void>();
      const timer = setTimeout(grace.resolve, graceMs);
      await Promise.race([settle(), grace.promise]);
      clearTimeout(timer);
      state = 'closed';
      for (const connection of connections.values()) connection.terminate();
    },
  };

  async function settle(): Promise<void> {
    await Promise.all([...connections.values()].map(({ closed }) => closed));
    while (running.size > 0) await Promise.allSettled(running);
  }
}

function replyOf(
  outcome: IntegrationOutcome | null,
  ids: { readonly connectionId: string; readonly requestId: string },
): { readonly kind: 'body' | 'error'; readonly text: string } {
  // Seen on AWS: a route response without a body sends an empty message.
  if (outcome?.kind === 'answered') return { kind: 'body', text: outcome.response.body ?? '' };
  return { kind: 'error', text: JSON.stringify({ message: 'Internal server error', ...ids }) };
}

function randomId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}
