import { frames, type JsonObject, verdict } from '@skein/protocol';
import type { Connection, Identity } from '@skein/store';
import { type Admission, areDifferentViewers, authenticateRequest } from './authenticate.ts';
import { initTokens } from './tokens.ts';
import { stampOf, type Turn } from './turn.ts';

/** The reference server's text where `onConnect` says false. */
const LEGACY_REFUSAL = 'Prohibited connection!';

/**
 * Answers `connection_init`: authenticates, stores what that came to, and only then acknowledges, for with the ack the
 * client may subscribe.
 */
export async function handleConnectionInit(
  turn: Turn,
  connection: Connection,
  payload: JsonObject | null,
): Promise<void> {
  const { store, reply } = turn;
  const { connectionId, subprotocol } = connection;
  const isLegacy = subprotocol === 'graphql-ws';
  // "A second one at any time" is refused, whatever it brings; but it may be the first one, handed over again: the store
  // tells by the message id. Legacy clients may repeat it, and are acknowledged again.
  const isRepeated = connection.acknowledged && !isLegacy;
  const admission = isRepeated ? KEPT : await admit(turn, connection, payload);
  if (admission.outcome === 'refused') return refuse(turn, connection, admission.message);

  const outcome = await store.acknowledge({
    connectionId,
    identity: admission.identity,
    stamp: stampOf(turn),
    repeat: isLegacy ? 'again' : 'once',
  });
  switch (outcome) {
    case 'acknowledged':
      await reply.post(frames(subprotocol).ack());
      return;
    case 'already':
      return reply.end(verdict(4429));
    case 'unregistered':
      return reply.close();
  }
}

/** Null as identity keeps the connection's: the upgrade authenticated it and init brings no token, or this init did. */
type InitAdmission =
  | Extract<Admission, { outcome: 'refused' }>
  | { readonly outcome: 'admitted'; readonly identity: Identity | null };

const KEPT: InitAdmission = { outcome: 'admitted', identity: null };

async function admit(
  { app, message, runtime, log }: Turn,
  connection: Connection,
  payload: JsonObject | null,
): Promise<InitAdmission> {
  const tokens = initTokens(payload);
  if (tokens.length === 0 && connection.identity !== null) {
    return KEPT;
  }
  const admission = await authenticateRequest({
    access: app.access,
    tokens,
    source: 'init',
    connectionParams: payload,
    request: { ...message.request, headers: connection.upgradeHeaders },
    nowMs: runtime.nowMs(),
    log,
  });
  if (admission.outcome === 'refused' || connection.identity === null) return admission;
  const isOther = areDifferentViewers(connection.identity, admission.identity);
  return isOther ? { outcome: 'refused', message: null } : admission;
}

async function refuse(turn: Turn, connection: Connection, message: string | null): Promise<void> {
  turn.log.info('init_refused', { connectionId: connection.connectionId });
  if (connection.subprotocol === 'graphql-transport-ws') {
    return turn.reply.end(verdict(4403, message ?? undefined));
  }
  return turn.reply.end(frames('graphql-ws').connectionError(message ?? LEGACY_REFUSAL));
}
