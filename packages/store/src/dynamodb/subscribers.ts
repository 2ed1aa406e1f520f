import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { SubscriberPage } from '../store.ts';
import { type Item, number, readText, text } from './attributes.ts';
import { type Adapter, liveRows } from './live-rows.ts';
import { decodeSubscription } from './subscription-row.ts';
import type { RowKey } from './table.ts';
import { marshalled } from './table.ts';
import { INDEX_NAME } from './table-definition.ts';

/** Reads the subscribers of one topic key: one page of the index for each Query, an empty one where all have expired. */
export async function* subscribers(
  adapter: Adapter,
  topic: string,
  cursor?: string,
): AsyncGenerator<SubscriberPage> {
  const query = {
    IndexName: INDEX_NAME,
    KeyConditionExpression: 'topic = :topic',
    FilterExpression: '#ttl > :now',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':topic': text(topic),
      ':now': number(Math.floor(adapter.clock.nowMs() / 1000)),
    },
    ...(cursor !== undefined && { ExclusiveStartKey: startKey(topic, cursor) }),
  };
  for await (const { items, lastKey } of adapter.table.pages(query)) {
    yield {
      subscribers: liveRows(adapter, items).flatMap((item) => decodeSubscription(item) ?? []),
      cursor: lastKey && encodeCursor(position(lastKey)),
    };
  }
}

function startKey(topic: string, cursor: string) {
  const { connectionId, rowId } = decodeCursor(cursor);
  const key: RowKey = { connectionId, id: rowId };
  return { topic: text(topic), ...marshalled(key) };
}

function position(lastKey: Item) {
  return {
    connectionId: readText(lastKey, 'connectionId') ?? '',
    rowId: readText(lastKey, 'id') ?? '',
  };
}
