import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Item } from '../attributes.ts';
import { createTableInput } from '../table-definition.ts';
import { createWiredClient } from './wire.ts';

/** A DynamoDB in this process, and an undisturbed client of it. */
export interface Emulator {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Creates an empty table; returns its name. */
  createTable(): Promise<string>;
  /** Every row of a table: tests look where the product never scans. */
  rows(tableName: string): Promise<readonly Item[]>;
  /** Writes rows as they are, in batches of 25. */
  write(tableName: string, rows: readonly Item[]): Promise<void>;
  /** Deletes rows, whatever stands beside them. */
  remove(tableName: string, rows: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts an emulator on a free port of 127.0.0.1. */
export async function startEmulator(): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // An HTTP server on a port has an address with one.
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createWiredClient(endpoint);
  let tables = 0;

  return {
    endpoint,
    client,
    async createTable() {
      tables += 1;
      const tableName = `table-${tables}`;
      await client.send(new CreateTableCommand(createTableInput(tableName)));
      await waitUntilTableExists(
        { client, minDelay: 0.005, maxDelay: 1, maxWaitTime: 5 },
        { TableName: tableName },
      );
      return tableName;
    },
    async rows(tableName) {
      const rows: Item[] = [];
      const input = { TableName: tableName, ConsistentRead: true };
      for await (const page of paginateScan({ client }, input)) rows.push(...(page.Items ?? []));
      return rows;
    },
    async write(tableName, rows) {
      for (let start = 0; start < rows.length; start += 25) {
        const batch = rows.slice(start, start + 25);
        const requests = batch.map((row) => ({ PutRequest: { Item: { ...row } } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
      }
    },
    async remove(tableName, rows) {
      for (const { connectionId, id } of rows) {
        if (connectionId === undefined || id === undefined) continue;
        await client.send(
          new DeleteItemCommand({ TableName: tableName, Key: { connectionId, id } }),
        );
      }
    },
    async close() {
      client.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
