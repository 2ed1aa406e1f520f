import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Json, JsonObject } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import type { Clock } from '../clock.ts';
import { assertIdentityFits } from '../row-size.ts';
import type { Store, TextReference } from '../store.ts';
import { acknowledge } from './acknowledge.ts';
import { readNumber } from './attributes.ts';
import { complete } from './complete.ts';
import { readCompletedMs } from './completed-mark.ts';
import { decodeConnection, encodeConnection } from './connection-row.ts';
import { disconnect } from './disconnect.ts';
import { dropGone, dropSubscription } from './drop.ts';
import { type Adapter, getLive } from './live-rows.ts';
import { connectionKey, operationKey } from './row-keys.ts';
import { subscribe } from './subscribe.ts';
import { subscribers } from './subscribers.ts';
import { decodeSubscription } from './subscription-row.ts';
import { createTable } from './table.ts';
import { createTexts, type Texts } from './texts.ts';

/** How long a throttled operation is repeated where nobody knows better, in milliseconds. */
const DEFAULT_PATIENCE_MS = 10_000;

export interface DynamoStoreOptions {
  readonly tableName: string;
  /** The endpoint that subscriptions' rows leave out; null where there is none. */
  readonly defaultCallbackUrl: string | null;
  /** @default a client of the environment's region and credentials, whose calls end after 3 s */
  readonly client?: DynamoDBClient;
  /** @default the machine's */
  readonly clock?: Clock;
  /** @default silence */
  readonly log?: Log;
  /**
   * When throttled calls are given up, in milliseconds since the epoch: asked at each call, so that it can follow the
   * message at hand. @default 10 s from then
   */
  readonly deadlineMs?: () => number;
}

/** Creates a store on a DynamoDB table as `TABLE_DEFINITION` describes it. */
export function createDynamoStore(options: DynamoStoreOptions): Store {
  const { tableName, defaultCallbackUrl, clock = SYSTEM_CLOCK, log = SILENCE } = options;
  const deadlineMs = options.deadlineMs ?? (() => clock.nowMs() + DEFAULT_PATIENCE_MS);
  const client = options.client ?? createClient();
  const table = createTable({ client, tableName, clock, deadlineMs });
  const adapter: Adapter = { table, clock, log };
  const texts = createTexts(adapter);

  return {
    async connect(connection) {
      assertIdentityFits(connection.identity);
      await table.put(encodeConnection(connection));
    },
    async connection(connectionId) {
      const row = await getLive(adapter, connectionKey(connectionId));
      return row && decodeConnection(row);
    },
    async acknowledge(acknowledgement) {
      assertIdentityFits(acknowledgement.identity);
      return acknowledge(adapter, acknowledgement);
    },
    subscribe: (subscription) => subscribe({ adapter, texts, defaultCallbackUrl }, subscription),
    async subscription(connectionId, operationId) {
      const row = await getLive(adapter, operationKey(connectionId, operationId));
      const subscription = row && decodeSubscription(row);
      if (row === null || subscription === null) return null;
      const completedMs = readCompletedMs(row);
      return {
        messageId: subscription.messageId,
        timeMs: readNumber(row, 't') ?? 0,
        ...(completedMs !== null && { completedMs }),
      };
    },
    complete: (completion) => complete(adapter, completion),
    disconnect: (connectionId) => disconnect(adapter, connectionId),
    subscribers: (topic, cursor) => subscribers(adapter, topic, cursor),
    document: (hash) => texts.read('document', hash),
    async variables(reference) {
      const json = await readJson(texts, 'variables', reference);
      // Written from a JsonObject or null.
      return json === null ? null : (JSON.parse(json) as JsonObject | null);
    },
    async deliverySession(reference) {
      const json = await readJson(texts, 'session', reference);
      return json === null ? null : { session: JSON.parse(json) as Json };
    },
    dropGone: (subscriber) => dropGone(adapter, subscriber),
    dropSubscription: (subscriber) => dropSubscription(adapter, subscriber),
  };
}

async function readJson(
  texts: Texts,
  kind: 'variables' | 'session',
  reference: TextReference,
): Promise<string | null> {
  return 'json' in reference ? reference.json : texts.read(kind, reference.hash);
}

function createClient(): DynamoDBClient {
  // A connection that died while the environment was frozen must not cost the invocation.
  return new DynamoDBClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
}

const SYSTEM_CLOCK: Clock = {
  nowMs: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

function ignore(): void {
  // A store without a log says nothing.
}

const SILENCE: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
