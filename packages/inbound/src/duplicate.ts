import type { Connection } from '@skein/store';
import { poll } from './poll.ts';
import type { Turn } from './turn.ts';

/** How long an id may stay taken before it is a duplicate: the `complete` that frees it may be handled at the same time. */
const FREE_WAIT_MS = 1_000;

/**
 * What became of an operation's id. `free`: it may be used. `taken`: another message's subscription holds it, and does not
 * go while it is waited for. `completed`: a later use of the id is there already, and this one's `complete` was handled.
 */
export type IdState = 'free' | 'taken' | 'completed';

/** Whether the message at hand may use an id that seems to be taken. */
export async function awaitId(turn: Turn, connection: Connection, id: string): Promise<IdState> {
  const { store, message } = turn;
  const look = async (): Promise<'free' | 'completed' | null> => {
    const holder = await store.subscription(connection.connectionId, id);
    // A repeated message meets its own row.
    if (holder === null || holder.messageId === message.messageId) return 'free';
    return (holder.completedMs ?? 0) >= message.timeMs ? 'completed' : null;
  };
  return (await look()) ?? (await poll(turn, { forMs: FREE_WAIT_MS, read: look })) ?? 'taken';
}
