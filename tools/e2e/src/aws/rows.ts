import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Aws } from './aws.ts';

/** The keys of a stack's rows, by what they are about. */
export interface Rows {
  readonly connections: number;
  readonly operations: number;
  /** Formats of the subscriptions' rows. */
  readonly formats: readonly string[];
  /** Topic keys that subscriptions lie on, shards included. */
  readonly topics: readonly string[];
  /** Of connections: neither shared texts nor tombstones of ended operations. */
  readonly ofConnections: readonly string[];
}

/** Reads the whole table. Texts that subscriptions share stay until their ttl; they belong to no connection. */
export async function readRows(aws: Aws, tableName: string): Promise<Rows> {
  const { Items = [] } = await aws.dynamodb.send(
    new ScanCommand({ TableName: tableName, ConsistentRead: true }),
  );
  const keys = Items.map(({ connectionId, id, v, topic }) => ({
    connectionId: connectionId?.S ?? '',
    id: id?.S ?? '',
    format: v?.N ?? '',
    topic: topic?.S ?? '',
  }));
  const own = keys.filter(
    ({ connectionId }) => !/^(document|variables|session)#/.test(connectionId),
  );
  const operations = own.filter(({ id }) => id.startsWith('operation#'));
  return {
    connections: own.filter(({ id }) => id === 'connection').length,
    operations: operations.length,
    formats: [...new Set(operations.map(({ format }) => format))].sort(),
    topics: [...new Set(operations.map(({ topic }) => topic))].sort(),
    ofConnections: own.map(({ connectionId, id }) => `${connectionId} ${id}`),
  };
}
