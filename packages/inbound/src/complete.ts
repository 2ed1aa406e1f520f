import { frames, type Subprotocol } from '@skein/protocol';
import { stampOf, type Turn } from './turn.ts';

/**
 * Ends what the client no longer wants (`complete`, legacy `stop`). Reads nothing first: the store tells what it met.
 * `other-subprotocol`: the frame belongs to the subprotocol that the connection does not speak.
 */
export async function handleComplete(
  turn: Turn,
  { id, subprotocol }: { readonly id: string; readonly subprotocol: Subprotocol },
): Promise<'handled' | 'other-subprotocol'> {
  const { store, message, reply } = turn;
  const outcome = await store.complete({
    connectionId: message.connectionId,
    connectedAtMs: message.connectedAtMs,
    operationId: id,
    subprotocol,
    stamp: stampOf(turn),
  });
  switch (outcome) {
    case 'completed':
      await tellApp(turn, id);
      // "`complete` follows"; in graphql-transport-ws "nothing more may follow".
      if (subprotocol === 'graphql-ws') await reply.post(frames('graphql-ws').complete(id));
      return 'handled';
    case 'none':
      return 'handled';
    case 'unregistered':
      await reply.close();
      return 'handled';
    case 'other-subprotocol':
      return 'other-subprotocol';
  }
}

async function tellApp({ app, log, message }: Turn, operationId: string): Promise<void> {
  const { connectionId } = message;
  try {
    await app.onComplete({ connectionId, operationId });
  } catch (error) {
    log.error('hook_failed', { hook: 'onComplete', connectionId, operationId, error });
  }
}
