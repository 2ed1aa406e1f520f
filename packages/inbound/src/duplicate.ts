import type { Connection } from '@skein/store';
import { poll } from './poll.ts';
import type { Turn } from './turn.ts';

/** How long an id may stay taken before it is a duplicate: the `complete` that frees it may be handled at the same time. */
const FREE_WAIT_MS = 1_000;

/** Whether another message's subscription holds the id, and does not go while it is waited for. */
export async function isTaken(turn: Turn, connection: Connection, id: string): Promise<boolean> {
  const { store, message } = turn;
  const isFree = async (): Promise<boolean> => {
    const holder = await store.subscription(connection.connectionId, id);
    // A repeated message meets its own row.
    return holder === null || holder.messageId === message.messageId;
  };
  if (await isFree()) return false;
  const freed = await poll(turn, {
    forMs: FREE_WAIT_MS,
    read: async () => ((await isFree()) ? true : null),
  });
  return freed === null;
}
