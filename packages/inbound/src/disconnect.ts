import type { Log } from '@skein/pubsub';
import type { Disconnected, Store } from '@skein/store';
import type { Access } from './access.ts';
import type { DisconnectNotice } from './inbound.ts';

export interface DisconnectOptions<Session> {
  readonly access: Access<Session>;
  readonly store: Store;
  readonly log: Log;
}

/**
 * Makes what follows a closed connection: its rows go, then the application is told. Never rejects: nobody waits for an
 * answer, and rows that stay are swept by their ttl.
 */
export function createDisconnect<Session>({
  access,
  store,
  log,
}: DisconnectOptions<Session>): (notice: DisconnectNotice) => Promise<void> {
  return async ({ connectionId, code, reason }) => {
    const removed = await remove(store, log, connectionId);
    log.info('disconnected', { connectionId, code, subscriptions: removed?.operationIds.length });
    // A stored session is the JSON of what `authenticate` returned.
    const session = (removed?.connection?.identity?.session ?? null) as Session | null;
    try {
      await access.onDisconnect({ connectionId, session, code, reason });
    } catch (error) {
      log.error('hook_failed', { hook: 'onDisconnect', connectionId, error });
    }
  };
}

async function remove(store: Store, log: Log, connectionId: string): Promise<Disconnected | null> {
  try {
    return await store.disconnect(connectionId);
  } catch (error) {
    log.error('disconnect_failed', { connectionId, error });
    return null;
  }
}
