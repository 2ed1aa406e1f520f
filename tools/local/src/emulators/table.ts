import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { KEEP_ALIVE_MS, LOCAL_ACCOUNT } from './aws-account.ts';

/** DynamoDB on this machine, with one table. */
export interface TableEmulator {
  readonly endpoint: string;
  /** Resolves when the table is active; rejects when it cannot be. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Starts the emulator on a free port of 127.0.0.1 and creates the table, or finds it in `path` again. */
export async function startTable(options: {
  readonly input: CreateTableCommandInput;
  /** Keeps the table there over restarts. @default memory */
  readonly path?: string;
}): Promise<TableEmulator> {
  const { input, path } = options;
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  surviveAbortedRequests(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, ready: createTable(endpoint, input), close: () => close(server) };
}

/** dynalite throws on a request that breaks off, which a killed Lambda's may; the whole process would end with it. */
function surviveAbortedRequests(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const { on } = request;
    request.on = (event, listener) =>
      on.call(request, event, event === 'error' ? () => request.destroy() : listener);
  });
}

async function createTable(endpoint: string, input: CreateTableCommandInput): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_ACCOUNT });
  try {
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // an older run's table is found again
  }
  const describe = new DescribeTableCommand({ TableName: input.TableName });
  for (;;) {
    const { Table } = await client.send(describe);
    if (Table?.TableStatus !== 'ACTIVE') continue;
    const [index] = Table.GlobalSecondaryIndexes ?? [];
    assertSameIndex(index?.Projection?.NonKeyAttributes, input);
    return client.destroy();
  }
}

function assertSameIndex(found: readonly string[] | undefined, input: CreateTableCommandInput) {
  const wanted = input.GlobalSecondaryIndexes?.[0]?.Projection?.NonKeyAttributes ?? [];
  if ([...(found ?? [])].sort().join() === [...wanted].sort().join()) return;
  throw new Error(
    `The kept table ${input.TableName} was made by another version of this program; remove its directory.`,
  );
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
