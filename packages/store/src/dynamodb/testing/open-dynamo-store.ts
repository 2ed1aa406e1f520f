import {
  createManualClock,
  DEFAULT_CALLBACK_URL,
  type StoreHarness,
} from '../../store.contract.ts';
import { createDynamoStore } from '../dynamo-store.ts';
import type { Emulator } from './emulator.ts';
import { createWiredClient, type Wire } from './wire.ts';

/** Opens a store on a new table whose eventual reads can be held back. */
export async function openDynamoStore(
  emulator: Emulator,
  wire: Wire = {},
): Promise<StoreHarness & { readonly tableName: string }> {
  const tableName = await emulator.createTable();
  const clock = createManualClock();
  let frozenTableName: string | null = null;
  const client = createWiredClient(emulator.endpoint, {
    ...wire,
    beforeCall(command, input) {
      const isEventualRead = isRead(command) && input.ConsistentRead !== true;
      if (isEventualRead && frozenTableName !== null) input.TableName = frozenTableName;
      return wire.beforeCall?.(command, input);
    },
  });
  return {
    store: createDynamoStore({
      tableName,
      defaultCallbackUrl: DEFAULT_CALLBACK_URL,
      client,
      clock,
    }),
    clock,
    tableName,
    losesAnswers: false,
    async freeze() {
      frozenTableName = await emulator.createTable();
      await emulator.write(frozenTableName, await emulator.rows(tableName));
    },
    async catchUp() {
      frozenTableName = null;
    },
  };
}

function isRead(command: string): boolean {
  return command === 'GetItem' || command === 'Query';
}
