import { formatErrors, formatResult, INTERNAL_ERROR } from '@skein/execution';
import { frames, subscriberExists, verdict } from '@skein/protocol';
import { MAX_MESSAGE_BYTES } from '@skein/sockets';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isExpired } from './authenticate.ts';
import type { OperationTurn } from './operation-turn.ts';
import type { Outcome } from './outcome.ts';
import { stampOf } from './turn.ts';

/** Tells the client what became of its operation: a result always before its `complete`, never one after an `error`. */
export async function answer(operation: OperationTurn, outcome: Outcome): Promise<void> {
  const { turn, identity, id } = operation;
  // The credentials may end while the operation runs.
  if (isExpired(identity, turn.runtime.nowMs())) return turn.reply.close();

  switch (outcome.kind) {
    case 'error':
      return postError(operation, outcome.errors);
    case 'invalid':
      return postInvalid(operation, outcome.errors);
    case 'result':
    case 'ended':
      await endReplaced(operation);
      return postResults(operation, outcome.results, { thenComplete: true });
    case 'stored':
      return postResults(operation, outcome.results, { thenComplete: false });
    case 'completed':
      return;
    case 'duplicate':
      // An `error` would end the operation that holds the id.
      return turn.reply.end(verdict(4409, subscriberExists(id)));
    case 'unregistered':
      return turn.reply.close();
  }
}

async function postError(operation: OperationTurn, errors: readonly GraphQLError[]): Promise<void> {
  await endReplaced(operation);
  await operation.turn.reply.post(errorFrame(operation, errors));
}

/** An `error` must come through whatever the errors hold: without it the operation hangs. */
function errorFrame(
  { turn, connection, id }: OperationTurn,
  errors: readonly GraphQLError[],
): string {
  const { error } = frames(connection.subprotocol);
  try {
    const formatted = formatErrors({ ...turn, operationId: id }, errors);
    const frame = error(id, formatted.length > 0 ? formatted : [INTERNAL_ERROR]);
    return Buffer.byteLength(frame) > MAX_MESSAGE_BYTES
      ? error(id, [tooLarge('error').toJSON()])
      : frame;
  } catch (thrown) {
    turn.log.error('error_unusable', { operationId: id, error: thrown });
    return error(id, [INTERNAL_ERROR]);
  }
}

/** "validation errors or unknown operation name, `error`"; legacy: "`data` with `{errors}` and then `complete`". */
async function postInvalid(
  operation: OperationTurn,
  errors: readonly GraphQLError[],
): Promise<void> {
  if (operation.connection.subprotocol === 'graphql-transport-ws') {
    return postError(operation, errors);
  }
  await endReplaced(operation);
  return postResults(operation, [{ errors }], { thenComplete: true });
}

async function postResults(
  operation: OperationTurn,
  results: readonly ExecutionResult[],
  { thenComplete }: { readonly thenComplete: boolean },
): Promise<void> {
  const { turn, connection, id } = operation;
  for (const result of results) {
    const frame = nextFrame(operation, result);
    const outcome = frame instanceof GraphQLError ? frame : await turn.reply.post(frame);
    if (outcome === 'sent') continue;
    if (outcome === 'too-large') return postUnsendable(operation, tooLarge('result'));
    if (outcome instanceof GraphQLError) return postUnsendable(operation, outcome);
    // Whoever waits for an answer must hear of one; a subscription lives on without its initial value.
    if (thenComplete && outcome !== 'gone') throw new Error(`The post of a result was ${outcome}`);
    return;
  }
  if (thenComplete) await turn.reply.post(frames(connection.subprotocol).complete(id));
}

/** The frame of a result, or why there can be none. */
function nextFrame({ turn, connection, id }: OperationTurn, result: ExecutionResult) {
  try {
    const formatted = formatResult({ ...turn, operationId: id }, result);
    const frame = frames(connection.subprotocol).next(id, formatted);
    return Buffer.byteLength(frame) > MAX_MESSAGE_BYTES ? tooLarge('result') : frame;
  } catch (thrown) {
    turn.log.error('result_unusable', { operationId: id, error: thrown });
    return new GraphQLError('The result can not be written as JSON');
  }
}

/** An `error` ends the operation, so what was stored of it goes. */
async function postUnsendable(operation: OperationTurn, error: GraphQLError): Promise<void> {
  await removeStored(operation);
  return postError(operation, [error]);
}

function tooLarge(what: 'result' | 'error'): GraphQLError {
  return new GraphQLError(`The ${what} is over the limit of ${MAX_MESSAGE_BYTES} bytes (128 KB)`);
}

/**
 * A legacy `start` replaces an active subscription of its id. One that is stored replaces it in the store; one that is
 * answered at once must take it away first, for the client forgets the id with the answer.
 */
async function endReplaced(operation: OperationTurn): Promise<void> {
  const { connection, id } = operation;
  if (connection.subprotocol !== 'graphql-ws' || !connection.hasOperation(id)) return;
  await removeStored(operation);
}

async function removeStored({ turn, connection, id }: OperationTurn): Promise<void> {
  await turn.store.complete({
    connectionId: connection.connectionId,
    connectedAtMs: connection.connectedAtMs,
    operationId: id,
    subprotocol: connection.subprotocol,
    stamp: stampOf(turn),
  });
}
