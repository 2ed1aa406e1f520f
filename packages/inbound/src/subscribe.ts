import { formatErrors } from '@skein/execution';
import { frames, type OperationRequest, verdict } from '@skein/protocol';
import type { Connection, Identity } from '@skein/store';
import { answer } from './answer.ts';
import { isExpired, NOBODY } from './authenticate.ts';
import { awaitId, type IdState } from './duplicate.ts';
import { legacySession } from './legacy-session.ts';
import { runOperation } from './operation.ts';
import type { OperationTurn } from './operation-turn.ts';
import type { Outcome } from './outcome.ts';
import type { Turn } from './turn.ts';

/** Answers `subscribe` (legacy `start`): runs the operation for whoever the connection is. */
export async function handleSubscribe(
  turn: Turn,
  connection: Connection,
  { id, payload: request }: { readonly id: string; readonly payload: OperationRequest },
): Promise<void> {
  const identity = await identify(turn, connection, id);
  if (identity === null) return;
  if (isExpired(identity, turn.runtime.nowMs())) return turn.reply.close();

  const operation: OperationTurn = { turn, connection, identity, id, request };
  const seemsTaken =
    connection.subprotocol === 'graphql-transport-ws' && connection.hasOperation(id);
  const state = seemsTaken ? await awaitId(turn, connection, id) : 'free';
  await answer(operation, await outcomeOf(operation, state));
}

async function outcomeOf(operation: OperationTurn, state: IdState): Promise<Outcome> {
  switch (state) {
    case 'free':
      return runOperation(operation);
    case 'taken':
      return { kind: 'duplicate' };
    case 'completed':
      return { kind: 'completed' };
  }
}

/** Who asks; null once the client was told that nobody may. */
async function identify(turn: Turn, connection: Connection, id: string): Promise<Identity | null> {
  if (connection.subprotocol === 'graphql-transport-ws') {
    if (connection.acknowledged) return connection.identity ?? NOBODY;
    await turn.reply.end(verdict(4401));
    return null;
  }
  const session = await legacySession(turn, connection);
  switch (session.kind) {
    case 'session':
      return session.identity;
    case 'error': {
      const errors = formatErrors({ ...turn, operationId: id }, session.errors);
      await turn.reply.post(frames('graphql-ws').error(id, errors));
      return null;
    }
    case 'unregistered':
      await turn.reply.close();
      return null;
  }
}
