import { shardTopics } from '@skein/pubsub';
import { createMemorySockets, type MemorySockets } from '@skein/sockets/memory';
import type { Store, Subscriber } from '@skein/store';
import { createMemoryStore } from '@skein/store/memory';
import type { Access, AccessRequest } from '../access.ts';
import type { InboundApp } from '../app.ts';
import { createConnect } from '../connect.ts';
import { createInbound } from '../create-inbound.ts';
import { createDisconnect } from '../disconnect.ts';
import type { ConnectAnswer, InboundMessage } from '../inbound.ts';
import { createTestLog, type TestLog } from './log.ts';
import { testPubSub, testSchema } from './schema.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const ENDPOINT = 'http://gateway.test/dev';

/** Who may come: a token names its viewer; `bad` is refused, and `throw <message>` throws. */
export const testAccess: Access = {
  authenticate: async ({ token }) => {
    if (token === null) return { session: null };
    if (token === 'bad') return false;
    if (token.startsWith('throw ')) throw new Error(token.slice('throw '.length));
    const [viewer = '', expiresAt] = token.split('@');
    return expiresAt === undefined
      ? { session: { id: viewer } }
      : { session: { id: viewer }, expiresAt: Number(expiresAt) };
  },
  viewer: (session) =>
    session !== null && typeof session === 'object' && 'id' in session ? String(session.id) : null,
  onDisconnect: () => undefined,
  pubsub: null,
};

export const testRequest: AccessRequest = {
  headers: {},
  query: {},
  sourceIp: '192.0.2.1',
  userAgent: null,
  authorizer: {},
};

export interface WorldOptions {
  readonly app?: Partial<InboundApp>;
  readonly access?: Access;
  /** Stands between the core and the memory store. */
  readonly store?: (store: Store) => Store;
  readonly realMs?: number;
}

interface SendOptions {
  readonly messageId?: string;
  readonly timeMs?: number;
  readonly remainingMs?: number;
}

/** A gateway, a table and an application in memory. */
export interface World {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly sockets: MemorySockets;
  readonly log: TestLog;
  connect(
    connectionId: string,
    offer: string,
    request?: Partial<AccessRequest>,
  ): Promise<ConnectAnswer>;
  disconnect(connectionId: string): Promise<void>;
  /** Starts to handle a frame; the clock does not move. */
  begin(connectionId: string, frame: unknown, options?: SendOptions): Promise<void>;
  /** Handles a frame to its end. */
  send(connectionId: string, frame: unknown, options?: SendOptions): Promise<void>;
  /** What the client got so far. */
  // biome-ignore lint/suspicious/noExplicitAny: frames are asserted on, whatever they hold.
  frames(connectionId: string): any[];
  /** Whose subscriptions an event would reach. */
  listeners(label: string, payload?: unknown): Promise<readonly Subscriber[]>;
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = createVirtualClock(options.realMs === undefined ? {} : { realMs: options.realMs });
  const memory = createMemoryStore({ defaultCallbackUrl: ENDPOINT, clock });
  const store = options.store?.(memory) ?? memory;
  const sockets = createMemorySockets();
  const log = createTestLog();
  const access = options.access ?? testAccess;
  const pubsub = testPubSub();
  const app: InboundApp = {
    schema: testSchema(pubsub),
    pubsub,
    access,
    context: ({ phase, session, operation }) => ({ phase, session, id: operation.id }),
    deliverySession: (session) => session,
    operations: ['query', 'mutation', 'subscription'],
    allowWithoutInit: false,
    limits: { subscriptionsPerConnection: 100, documentTokens: 1_000, subscribeMs: 5_000 },
    onSubscribe: () => undefined,
    onComplete: () => undefined,
    onError: () => undefined,
    ...options.app,
  };
  const connect = createConnect({ access, store, log, runtime: clock });
  const disconnect = createDisconnect({ access, store, log });
  const inbound = createInbound({ app, store, sockets, log, runtime: clock });
  const connectedAtMs = clock.nowMs();
  let messages = 0;

  const begin = (connectionId: string, frame: unknown, sent: SendOptions = {}): Promise<void> => {
    messages += 1;
    const endMs = clock.nowMs() + (sent.remainingMs ?? 29_000);
    const message: InboundMessage = {
      connectionId,
      messageId: sent.messageId ?? `message-${messages}`,
      timeMs: sent.timeMs ?? clock.nowMs(),
      connectedAtMs,
      callbackUrl: ENDPOINT,
      body: typeof frame === 'string' ? frame : JSON.stringify(frame),
      request: testRequest,
      remainingMs: () => endMs - clock.nowMs(),
    };
    return inbound(message);
  };

  return {
    clock,
    store,
    sockets,
    log,
    connect: async (connectionId, offer, request = {}) => {
      const answer = await clock.settle(
        connect({
          connectionId,
          requestId: `request-${connectionId}`,
          timeMs: clock.nowMs(),
          connectedAtMs,
          callbackUrl: ENDPOINT,
          offers: offer === '' ? [] : [offer],
          request: { ...testRequest, ...request },
        }),
      );
      if (answer.status === 200) sockets.open(connectionId);
      return answer;
    },
    disconnect: (connectionId) =>
      clock.settle(disconnect({ connectionId, code: 1000, reason: null })),
    begin,
    send: (connectionId, frame, sent) => clock.settle(begin(connectionId, frame, sent)),
    frames: (connectionId) => sockets.frames(connectionId).map((frame) => JSON.parse(frame)),
    listeners: async (label, payload) => {
      const received = await pubsub.receive({ topic: label, payload });
      if (!received.ok) throw new Error(received.reason);
      const found: Subscriber[] = [];
      for (const topic of pubsub.matchingKeys(received.event).flatMap(shardTopics)) {
        for await (const page of store.subscribers(topic)) found.push(...page.subscribers);
      }
      return found;
    },
  };
}

/** A connection that is ready for operations. */
export async function ready(
  world: World,
  subprotocol: 'graphql-transport-ws' | 'graphql-ws' = 'graphql-transport-ws',
  payload: object = {},
): Promise<World> {
  await world.connect('c', subprotocol);
  await world.send('c', { type: 'connection_init', payload });
  return world;
}

/** Everything that the client got after the acknowledgement. */
export function answers(world: World): unknown[] {
  return world.frames('c').slice(1);
}
