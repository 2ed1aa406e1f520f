import type { Json, JsonObject, Subprotocol } from '@skein/protocol';
import {
  createPubSub,
  describe,
  type Log,
  type PubSub,
  type PubSubBinding,
  shardTopic,
} from '@skein/pubsub';
import { createMemorySockets, type MemorySocketsOptions } from '@skein/sockets/memory';
import { createMemoryStore } from '@skein/store/memory';
import { type GraphQLSchema, parse, subscribe } from 'graphql';
import type { PublisherApp } from './app.ts';
import { createMemoryQueues } from './memory/index.ts';
import { createPublisher, type PublisherOptions } from './publisher.ts';
import { noted, stageSchema } from './stage-schema.ts';

/** What a test says about a stage; the rest has defaults. */
export interface StageOptions {
  readonly pubsub?: PubSub & PubSubBinding;
  readonly schema?: (pubsub: PubSub & PubSubBinding) => GraphQLSchema;
  readonly app?: Partial<PublisherApp>;
  readonly sockets?: MemorySocketsOptions;
  readonly pageSize?: number;
  readonly postsPerSecond?: number;
  readonly defaultEndpoint?: string | null;
  readonly wrap?: Partial<Pick<PublisherOptions<Json>, 'store' | 'queues' | 'sockets'>>;
}

export const ENDPOINT = 'https://sockets.test/prod';
export const START_MS = Date.UTC(2026, 0, 1);

/** Everything around a publisher in memory, and a client's side that needs no inbound. */
export function createStage(options: StageOptions = {}) {
  const clock = createClock();
  const pubsub = options.pubsub ?? createPubSub({ topics: [noted] });
  const schema = (options.schema ?? stageSchema)(pubsub);
  const store = createMemoryStore({
    defaultCallbackUrl: ENDPOINT,
    clock,
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
  });
  const sockets = createMemorySockets(options.sockets);
  const queues = createMemoryQueues();
  const { log, lines } = createLines();
  const contexts: unknown[] = [];
  const publisher = createPublisher({
    app: {
      schema,
      pubsub,
      context: async (input) => {
        contexts.push(input);
        return { viewer: input.session };
      },
      onError: () => undefined,
      decodeEvent: null,
      ...options.app,
    },
    store,
    sockets,
    queues,
    log,
    runtime: clock,
    defaultEndpoint: options.defaultEndpoint === undefined ? ENDPOINT : options.defaultEndpoint,
    postsPerSecond: options.postsPerSecond ?? 1_000_000,
    ...options.wrap,
  });

  let messages = 0;
  const subscribeClient = async (client: StageClient) => {
    const { connectionId, id = '1', query = '{ noted { id } }', session = null } = client;
    const { operationName = null, variables = null, expiresAt = null } = client;
    const { subprotocol = 'graphql-transport-ws', endpoint: callbackUrl = ENDPOINT } = client;
    const text = query.startsWith('{') ? `subscription ${query}` : query;
    messages += 1;
    const stamp = { messageId: `message-${messages}`, timeMs: clock.nowMs() };
    const connectedAtMs = clock.nowMs();
    if ((await store.connection(connectionId)) === null) {
      const identity = { session: null, viewer: null, expiresAt };
      await store.connect({
        connectionId,
        callbackUrl,
        connectedAtMs,
        subprotocol,
        identity,
        stamp,
      });
      sockets.open(connectionId);
    }
    const described = await describe({
      timeoutMs: 1_000,
      open: async () =>
        subscribe({
          schema,
          document: parse(text),
          operationName,
          variableValues: variables ?? {},
          contextValue: { viewer: session },
        }),
    });
    if (described.outcome !== 'waiting') throw new Error(`The source is ${described.outcome}`);
    const topics = described.keys.map((key) => shardTopic(key, connectionId));
    const outcome = await store.subscribe({
      connectionId,
      connectedAtMs,
      callbackUrl,
      operationId: id,
      subprotocol,
      query: text,
      operationName,
      variables,
      deliverySession: session,
      expiresAt,
      topics: [...new Set(topics)],
      stamp,
      activeId: 'refuse',
      limit: 1_000,
    });
    if (outcome !== 'stored') throw new Error(`The subscription is ${outcome}`);
  };

  const arrive = (text: string, arrival: Arrival = {}) => {
    const { ageMs = 0, invocationMs = 30_000 } = arrival;
    const endMs = clock.nowMs() + invocationMs;
    return publisher.event(
      { text, messageId: 'event-1', publishedAtMs: clock.nowMs() - ageMs },
      () => endMs - clock.nowMs(),
    );
  };

  return {
    publisher,
    store,
    sockets,
    queues,
    clock,
    lines,
    contexts,
    subscribe: subscribeClient,
    arrive,
    publish: (label: string, payload?: unknown, arrival?: Arrival) =>
      arrive(JSON.stringify({ topic: label, payload }), arrival),
    /** Runs the fan-out queue until it is empty; the delays pass. */
    drain: async (invocationMs = 30_000) => {
      const reports = [];
      for (let waves = 0; waves < 40; waves += 1) {
        const tasks = queues.takeTasks();
        if (tasks.length === 0) return reports;
        await clock.sleep(1_000 * Math.max(...tasks.map(({ delaySeconds }) => delaySeconds)));
        for (const { task } of tasks) {
          const endMs = clock.nowMs() + invocationMs;
          reports.push(await publisher.task(task, () => endMs - clock.nowMs()));
        }
      }
      throw new Error('The fan-out queue never empties');
    },
    /** Connects and subscribes so many clients. */
    crowd: async (size: number) => {
      const ids = Array.from({ length: size }, (_, n) => `c${n}`);
      for (const connectionId of ids) await subscribeClient({ connectionId });
      return ids;
    },
    /** The numbers of frames that clients have. */
    counts: (ids: readonly string[]) =>
      [...new Set(ids.map((id) => sockets.frames(id).length))].sort(),
    /** The events that were logged at error. */
    errors: () => lines.filter(({ level }) => level === 'error').map(({ event }) => event),
    frames: (connectionId: string) =>
      sockets.frames(connectionId).map((frame) => JSON.parse(frame) as JsonObject),
    isStored: async (connectionId: string, id = '1') =>
      (await store.subscription(connectionId, id)) !== null,
  };
}

interface StageClient {
  readonly connectionId: string;
  readonly id?: string;
  /** A selection, or a whole document. */
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: JsonObject;
  readonly session?: Json;
  readonly expiresAt?: number;
  readonly subprotocol?: Subprotocol;
  readonly endpoint?: string;
}

interface Arrival {
  readonly ageMs?: number;
  readonly invocationMs?: number;
}

/** Time that passes only while someone sleeps. */
function createClock() {
  let nowMs = START_MS;
  return {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      const wakeMs = nowMs + ms;
      await new Promise((resolve) => setImmediate(resolve));
      nowMs = Math.max(nowMs, wakeMs);
    },
    random: () => 0.5,
  };
}

function createLines() {
  const lines: { readonly level: string; readonly event: string; readonly fields: object }[] = [];
  const at =
    (level: string): Log['info'] =>
    (event, fields = {}) =>
      void lines.push({ level, event, fields });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
}
