import type { Connection, Identity } from '@skein/store';
import { GraphQLError } from 'graphql';
import { authenticateRequest, NOBODY } from './authenticate.ts';
import { poll } from './poll.ts';
import type { Turn } from './turn.ts';

/** How long a `start` waits for the init that was sent before it. */
const INIT_WAIT_MS = 5_000;

export type LegacySession =
  | { readonly kind: 'session'; readonly identity: Identity }
  | { readonly kind: 'error'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'unregistered' };

/**
 * For whom a legacy `start` runs. A client sends it right behind `connection_init`, without waiting for the ack, and the
 * two are handled at the same time: so it waits until init is settled. Where the upgrade authenticated the caller it
 * need not.
 */
export async function legacySession(turn: Turn, connection: Connection): Promise<LegacySession> {
  const known = sessionOf(connection);
  if (known !== null) return known;

  const settled = await poll(turn, {
    forMs: INIT_WAIT_MS,
    read: async (): Promise<LegacySession | null> => {
      const now = await turn.store.connection(connection.connectionId);
      return now === null ? { kind: 'unregistered' } : sessionOf(now);
    },
  });
  if (settled !== null) return settled;
  return turn.app.allowWithoutInit
    ? anonymous(turn, connection)
    : refused('connection_init did not come first');
}

function sessionOf({ acknowledged, identity }: Connection): LegacySession | null {
  if (!acknowledged && identity === null) return null;
  return { kind: 'session', identity: identity ?? NOBODY };
}

/** Whoever comes without an init is asked as one whose init brings nothing: the application may refuse them. */
async function anonymous(
  { app, message, runtime, log }: Turn,
  { upgradeHeaders: headers }: Connection,
): Promise<LegacySession> {
  const admission = await authenticateRequest({
    access: app.access,
    tokens: [],
    source: 'init',
    connectionParams: null,
    request: { ...message.request, headers },
    nowMs: runtime.nowMs(),
    log,
  });
  return admission.outcome === 'admitted'
    ? { kind: 'session', identity: admission.identity }
    : refused(admission.message ?? 'Forbidden');
}

function refused(message: string): LegacySession {
  return { kind: 'error', errors: [new GraphQLError(message)] };
}
