import { afterAll, beforeAll } from 'vitest';
import { storeContract } from '../store.contract.ts';
import { type Emulator, startEmulator } from './testing/emulator.ts';
import { openDynamoStore } from './testing/open-dynamo-store.ts';
import { lostAnswer } from './testing/wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

storeContract('createDynamoStore', () => openDynamoStore(emulator));

storeContract('createDynamoStore, the first answer of every call lost', async () => {
  const afterRequest = (_command: string, attempt: number) => {
    if (attempt === 1) throw lostAnswer();
  };
  return { ...(await openDynamoStore(emulator, { afterRequest })), losesAnswers: true };
});
