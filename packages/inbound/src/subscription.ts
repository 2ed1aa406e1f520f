import { graphqlErrorOf } from '@skein/execution';
import { describe, shardTopic } from '@skein/pubsub';
import { type NewSubscription, RowTooLargeError, type SubscribeOutcome } from '@skein/store';
import { type ExecutionResult, GraphQLError, Kind, subscribe } from 'graphql';
import { awaitId } from './duplicate.ts';
import type { CheckedOperation } from './operation.ts';
import type { Outcome } from './outcome.ts';
import { executionArgs } from './query.ts';
import { MAX_SESSION_BYTES, storedJson } from './session-json.ts';
import { noSubscribe, withFix } from './source-mistakes.ts';
import { stampOf } from './turn.ts';

/** What a source that is late may take to clean up, before the message's own time is up. */
const CLEANUP_MS = 500;

/** Finds out what a subscription waits on, and stores it under each of these keys: events reach it from there. */
export async function subscribeOperation(checked: CheckedOperation): Promise<Outcome> {
  const { limits } = checked.turn.app;
  const leftMs = Math.max(0, checked.turn.leftMs() - CLEANUP_MS);
  const timeoutMs = Math.min(limits.subscribeMs, leftMs);
  let description: Awaited<ReturnType<typeof describeSource>>;
  try {
    description = await describeSource(checked, timeoutMs);
  } catch (thrown) {
    // A source that throws, and in graphql 16 a resolver that returns no source.
    return { kind: 'error', errors: [withFix(graphqlErrorOf(thrown))] };
  }
  switch (description.outcome) {
    case 'refused':
      return { kind: 'error', errors: (description.refusal.errors ?? []).map(withFix) };
    case 'ended':
      return { kind: 'ended', results: description.initial };
    case 'timed-out':
      return error(`The subscription neither waited for an event nor ended within ${timeoutMs} ms`);
    case 'waiting': {
      const topics = description.keys.map((key) =>
        shardTopic(key, checked.connection.connectionId),
      );
      if (topics.length === 0) return error('The subscription waits on no topic');
      return store(checked, [...new Set(topics)], description.initial);
    }
  }
}

async function describeSource(checked: CheckedOperation, timeoutMs: number) {
  return describe<ExecutionResult, ExecutionResult>({
    open: async () => subscribe({ ...executionArgs(checked), subscribeFieldResolver: noSubscribe }),
    timeoutMs,
  });
}

async function store(
  checked: CheckedOperation,
  topics: readonly string[],
  results: readonly ExecutionResult[],
): Promise<Outcome> {
  const { turn } = checked;
  const { limits } = turn.app;
  const subscription = newSubscription(checked, topics);
  if (subscription === null) return error('Internal server error');

  const outcome = await storeOnceFree(checked, subscription);
  if (outcome instanceof RowTooLargeError) return error(outcome.message);
  switch (outcome) {
    case 'stored':
      turn.log.debug('subscribed', {
        connectionId: subscription.connectionId,
        operationId: subscription.operationId,
        topics: topics.length,
      });
      return { kind: 'stored', results };
    case 'active':
      return { kind: 'duplicate' };
    case 'limit':
      return error(`A connection holds at most ${limits.subscriptionsPerConnection} subscriptions`);
    case 'completed':
    case 'unregistered':
      return { kind: outcome };
  }
}

/** An id that is taken may become free while it is waited for. What can't be stored for its size is no platform trouble. */
async function storeOnceFree(
  { turn, connection, id }: CheckedOperation,
  subscription: NewSubscription,
): Promise<SubscribeOutcome | RowTooLargeError> {
  try {
    const outcome = await turn.store.subscribe(subscription);
    if (outcome !== 'active') return outcome;
    const state = await awaitId(turn, connection, id);
    if (state === 'free') return await turn.store.subscribe(subscription);
    return state === 'taken' ? 'active' : 'completed';
  } catch (thrown) {
    if (thrown instanceof RowTooLargeError) return thrown;
    throw thrown;
  }
}

/** Null, and a line for the developer, where the delivery session can't be kept. */
function newSubscription(
  { turn, connection, identity, id, request, document }: CheckedOperation,
  topics: readonly string[],
): NewSubscription | null {
  const deliverySession = deliverySessionOf(turn, identity.session);
  if (deliverySession === null) return null;
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return {
    connectionId: connection.connectionId,
    connectedAtMs: connection.connectedAtMs,
    callbackUrl: connection.callbackUrl,
    operationId: id,
    subprotocol: connection.subprotocol,
    query: request.query,
    operationName: operations.length > 1 ? request.operationName : null,
    variables: request.variables,
    deliverySession: deliverySession.json,
    expiresAt: identity.expiresAt,
    topics,
    stamp: stampOf(turn),
    activeId: connection.subprotocol === 'graphql-ws' ? 'replace' : 'refuse',
    limit: turn.app.limits.subscriptionsPerConnection,
  };
}

function deliverySessionOf(
  { app, log, message }: CheckedOperation['turn'],
  session: CheckedOperation['identity']['session'],
): ReturnType<typeof storedJson> | null {
  try {
    const stored = storedJson(app.deliverySession(session));
    if (stored.bytes <= MAX_SESSION_BYTES) return stored;
    throw new Error(
      `A delivery session takes at most ${MAX_SESSION_BYTES} bytes as JSON, not ${stored.bytes}: let \`deliverySession\` return an id, and load the rest in \`context\``,
    );
  } catch (thrown) {
    log.error('delivery_session_unusable', { connectionId: message.connectionId, error: thrown });
    return null;
  }
}

function error(message: string): Outcome {
  return { kind: 'error', errors: [new GraphQLError(message)] };
}
