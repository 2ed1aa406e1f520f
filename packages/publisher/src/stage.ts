import { makeExecutableSchema } from '@graphql-tools/schema';
import type { Json, JsonObject, Subprotocol } from '@skein/protocol';
import {
  createPubSub,
  describe,
  type Log,
  type PubSub,
  type PubSubBinding,
  shardTopic,
  topic,
  withFilter,
} from '@skein/pubsub';
import { createMemorySockets, type MemorySocketsOptions } from '@skein/sockets/memory';
import { createMemoryStore } from '@skein/store/memory';
import { type GraphQLSchema, parse, subscribe } from 'graphql';
import type { PublisherApp } from './app.ts';
import { createMemoryQueues } from './memory/index.ts';
import { createPublisher, type PublisherOptions } from './publisher.ts';

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

/** One topic with keys and shards, a nested payload, and an undeclared label beside it. */
const noted = topic<{ id: string; room?: string | null; author?: { name: string } }, 'room'>(
  'NOTED',
  { keys: ['room'], shards: { read: 2, write: 2 } },
);

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

const typeDefs = /* GraphQL */ `
  type Query { version: String }
  type Author { name: String }
  type Note { id: ID! room: String author: Author viewer: String broken: String size(of: Int!): String }
  type Subscription {
    noted(room: String): Note
    notedBy(name: String!): Note
    both(room: String!): Note
    plain: String
    scream: String
  }
`;

type Payload = { readonly author?: { readonly name?: string } } | null | undefined;

function stageSchema(pubsub: PubSub): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs,
    resolvers: {
      Note: {
        viewer: (_note: unknown, _args: unknown, context: { viewer: unknown }) =>
          JSON.stringify(context.viewer),
        broken: () => {
          throw new Error('broken field');
        },
        size: (_note: unknown, { of }: { of: number }) => 'x'.repeat(of),
      },
      Subscription: {
        noted: {
          subscribe: (_root: unknown, { room }: { room?: string }) =>
            pubsub.subscribe(noted, room === undefined ? {} : { room }),
          resolve: (note: unknown) => note,
        },
        // A filter on a nested field, which no key can express.
        notedBy: {
          subscribe: withFilter(
            () => pubsub.subscribe(noted),
            (note: Payload, { name }: { name: string }) => note?.author?.name === name,
          ),
          resolve: (note: unknown) => note,
        },
        // Two keys of one operation that the same event matches.
        both: {
          subscribe: async function* (_root: unknown, { room }: { room: string }) {
            yield* merge([pubsub.subscribe(noted), pubsub.subscribe(noted, { room })]);
          },
          resolve: (note: unknown) => note,
        },
        plain: {
          subscribe: () => pubsub.asyncIterator('PLAIN'),
          resolve: (payload: unknown) => JSON.stringify(payload) ?? 'nothing',
        },
        scream: {
          subscribe: async function* () {
            for await (const payload of pubsub.asyncIterator('PLAIN')) {
              if (payload !== 'fine') throw new Error('scream');
              yield { scream: payload };
            }
          },
        },
      },
    },
  });
}

/** The first of several sources that has something; the others are dropped. */
async function* merge(sources: readonly AsyncIterableIterator<unknown>[]) {
  const results = await Promise.all(sources.map((source) => source.next()));
  const first = results.find(({ done }) => done !== true);
  if (first !== undefined) yield first.value;
}
