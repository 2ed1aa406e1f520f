import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Aws } from './aws.ts';

/** The keys of a stack's rows, by what they are about. */
export interface Rows {
  readonly connections: number;
  readonly operations: number;
  /** Of connections: neither shared texts nor tombstones of ended operations. */
  readonly ofConnections: readonly string[];
}

/** Reads the whole table. Texts that subscriptions share stay until their ttl; they belong to no connection. */
export async function readRows(aws: Aws, tableName: string): Promise<Rows> {
  const { Items = [] } = await aws.dynamodb.send(
    new ScanCommand({ TableName: tableName, ConsistentRead: true }),
  );
  const keys = Items.map(({ connectionId, id }) => ({
    connectionId: connectionId?.S ?? '',
    id: id?.S ?? '',
  }));
  const own = keys.filter(
    ({ connectionId }) => !/^(document|variables|session)#/.test(connectionId),
  );
  return {
    connections: own.filter(({ id }) => id === 'connection').length,
    operations: own.filter(({ id }) => id.startsWith('operation#')).length,
    ofConnections: own.map(({ connectionId, id }) => `${connectionId} ${id}`),
  };
}
