import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.ts';
import { StoreError } from '../store-error.ts';
import { type Item, text } from './attributes.ts';
import { createPause, isThrottle, type Pause } from './throttle.ts';

/** The most writes that DynamoDB takes in one batch. */
const BATCH_SIZE = 25;

/** The full key of a row. */
export interface RowKey {
  readonly connectionId: string;
  readonly id: string;
}

/** An expression with exactly the names and values that it uses. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

/** What a conditional write did. `old` is the row before it, where it was asked for and there was one. */
export type Written =
  | {
      readonly ok: true;
      readonly old: Item | null;
      /** An attempt before may have done it already, its answer lost: then `old` says nothing. */
      readonly repeated: boolean;
    }
  | { readonly ok: false };

interface Page {
  readonly items: readonly Item[];
  readonly lastKey: Item | null;
}

/** One DynamoDB table. Throttled calls are repeated until the deadline; other trouble is `StoreError`. */
export interface Table {
  /** A strong GetItem. */
  get(key: RowKey): Promise<Item | null>;
  put(item: Item, condition?: Condition): Promise<Written>;
  update(key: RowKey, update: string, condition: Condition): Promise<Written>;
  delete(key: RowKey, condition?: Condition): Promise<Written>;
  /** Every page of a query, 1 MB each. */
  pages(query: Omit<QueryCommandInput, 'TableName'>): AsyncIterable<Page>;
  /** BatchWriteItem, 25 at a time, until none is left. */
  write(requests: readonly WriteRequest[]): Promise<void>;
}

export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  readonly deadlineMs: () => number;
}

/** Creates the calls on one table. */
export function createTable({ client, tableName, clock, deadlineMs }: TableOptions): Table {
  const table = { TableName: tableName };

  async function call<T>(name: string, send: () => Promise<T>): Promise<Answered<T>> {
    const pause = createPause(clock, deadlineMs());
    for (let attempt = 1; ; attempt += 1) {
      try {
        return { output: await send(), attempt };
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return { output: null, attempt };
        if (!isThrottle(cause)) throw new StoreError(`DynamoDB ${name} failed`, { cause });
        await pause(cause);
      }
    }
  }

  async function batch(requests: readonly WriteRequest[], pause: Pause): Promise<void> {
    const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: [...requests] } });
    const { output } = await call('BatchWriteItem', () => client.send(command));
    const left = output?.UnprocessedItems?.[tableName] ?? [];
    if (left.length === 0) return;
    await pause(new Error(`${left.length} of ${requests.length} writes unprocessed`));
    return batch(left, pause);
  }

  return {
    async get(key) {
      const command = new GetItemCommand({ ...table, Key: marshalled(key), ConsistentRead: true });
      const { output } = await call('GetItem', () => client.send(command));
      return output?.Item ?? null;
    },

    async put(item, condition) {
      const command = new PutItemCommand({
        ...table,
        Item: { ...item },
        ...(condition && conditional(condition)),
        ReturnValues: 'ALL_OLD',
      });
      return written(await call('PutItem', () => client.send(command)));
    },

    async update(key, update, condition) {
      const command = new UpdateItemCommand({
        ...table,
        Key: marshalled(key),
        UpdateExpression: update,
        ...conditional(condition),
        ReturnValues: 'UPDATED_OLD',
      });
      return written(await call('UpdateItem', () => client.send(command)));
    },

    async delete(key, condition) {
      const command = new DeleteItemCommand({
        ...table,
        Key: marshalled(key),
        ...(condition && conditional(condition)),
        ReturnValues: 'ALL_OLD',
      });
      return written(await call('DeleteItem', () => client.send(command)));
    },

    async *pages(query) {
      let startKey = query.ExclusiveStartKey;
      do {
        const command = new QueryCommand({ ...table, ...query, ExclusiveStartKey: startKey });
        const { output } = await call('Query', () => client.send(command));
        startKey = output?.LastEvaluatedKey;
        yield { items: output?.Items ?? [], lastKey: startKey ?? null };
      } while (startKey !== undefined);
    },

    async write(requests) {
      const pause = createPause(clock, deadlineMs());
      for (let start = 0; start < requests.length; start += BATCH_SIZE) {
        await batch(requests.slice(start, start + BATCH_SIZE), pause);
      }
    },
  };
}

/** What came of a call; no output is a failed condition. */
interface Answered<T> {
  readonly output: T | null;
  readonly attempt: number;
}

function written(
  answered: Answered<{
    readonly Attributes?: Item | undefined;
    readonly $metadata: { readonly attempts?: number | undefined };
  }>,
): Written {
  const { output, attempt } = answered;
  if (output === null) return { ok: false };
  const repeated = attempt > 1 || (output.$metadata.attempts ?? 1) > 1;
  return { ok: true, old: output.Attributes ?? null, repeated };
}

function conditional({ expression, names, values }: Condition) {
  return {
    ConditionExpression: expression,
    ...(names && { ExpressionAttributeNames: { ...names } }),
    ...(values && { ExpressionAttributeValues: { ...values } }),
  };
}

/** Marshals a key. */
export function marshalled(key: RowKey) {
  return { connectionId: text(key.connectionId), id: text(key.id) };
}

/** The request of a batch that deletes a row. */
export function deletion(key: RowKey): WriteRequest {
  return { DeleteRequest: { Key: marshalled(key) } };
}
