import type { Documents } from '@skein/execution';
import { formatErrors, formatResult, graphqlErrorOf, INTERNAL_ERROR } from '@skein/execution';
import type { FormattedError, Json, JsonObject } from '@skein/protocol';
import {
  type Log,
  type PublishedEvent,
  type Replayed,
  ReplayTimeoutError,
  replay,
} from '@skein/pubsub';
import type { Store, Subscriber } from '@skein/store';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  getOperationAST,
  subscribe,
} from 'graphql';
import type { PublisherApp } from './app.ts';
import type { Budget } from './budget.ts';
import { payloadFieldResolver } from './payload-field.ts';

/** A result as JSON, encoded once for every subscriber of the group. */
export interface EncodedResult {
  readonly text: string;
  readonly bytes: number;
}

/**
 * What an event means to a group.
 * `results`: one `next` for each; none where a filter kept the event away. `ended`: then `complete`, and the subscription ends.
 * `error`: the source failed, or the operation is none any more: an `error`, and the subscription ends.
 * `trouble`: the platform failed, or time ran out: another invocation tries again.
 */
export type GroupResult =
  | {
      readonly kind: 'results';
      readonly results: readonly EncodedResult[];
      readonly ended: boolean;
    }
  | { readonly kind: 'error'; readonly errors: readonly FormattedError[] }
  | { readonly kind: 'trouble' };

export interface ExecuteOptions<DeliverySession> {
  readonly app: PublisherApp<DeliverySession>;
  readonly store: Pick<Store, 'document' | 'variables' | 'deliverySession'>;
  readonly documents: Documents;
  readonly event: PublishedEvent;
  readonly budget: Budget;
  readonly log: Log;
}

/** How long a source may take with one event. */
const REPLAY_TIMEOUT_MS = 5_000;

/** Runs a group's operation on an event, with a context of its own. Any of its subscribers stands for the group. Never rejects. */
export async function executeGroup<DeliverySession>(
  options: ExecuteOptions<DeliverySession>,
  subscriber: Subscriber,
): Promise<GroupResult> {
  const { store, documents, log } = options;
  let texts: Texts | null;
  try {
    texts = await readTexts(store, subscriber);
  } catch (error) {
    log.error('group_unreadable', { documentHash: subscriber.documentHash, error });
    return { kind: 'trouble' };
  }
  if (texts === null) {
    // They outlive every row that names them, unless someone deleted them: the client has to subscribe anew.
    log.error('group_incomplete', { documentHash: subscriber.documentHash });
    return { kind: 'error', errors: [INTERNAL_ERROR] };
  }
  const read = documents.read(texts.query);
  if (read.kind !== 'valid') {
    log.warn('document_invalid', { documentHash: subscriber.documentHash });
    return errorOf(options, read.errors);
  }
  return execute(options, { ...texts, document: read.document, subscriber });
}

interface Texts {
  readonly query: string;
  readonly variables: JsonObject | null;
  readonly session: Json;
}

interface Operation extends Texts {
  readonly document: DocumentNode;
  readonly subscriber: Subscriber;
}

/** Null where a row is gone. */
async function readTexts(
  store: ExecuteOptions<unknown>['store'],
  subscriber: Subscriber,
): Promise<Texts | null> {
  const [query, variables, kept] = await Promise.all([
    store.document(subscriber.documentHash),
    store.variables(subscriber.variables),
    store.deliverySession(subscriber.deliverySession),
  ]);
  // No variables are stored as an inline null.
  const lostVariables = variables === null && 'hash' in subscriber.variables;
  if (query === null || kept === null || lostVariables) return null;
  return { query, variables, session: kept.session };
}

async function execute<DeliverySession>(
  options: ExecuteOptions<DeliverySession>,
  operation: Operation,
): Promise<GroupResult> {
  const { budget, log } = options;
  const { documentHash } = operation.subscriber;
  const timeoutMs = Math.min(REPLAY_TIMEOUT_MS, budget.leftMs());
  if (timeoutMs <= 0) return { kind: 'trouble' };
  try {
    const replayed = await replayOperation(options, operation, timeoutMs);
    if (replayed.outcome === 'replayed') return encode(options, replayed);
    log.warn('subscribe_refused', { documentHash });
    return errorOf(options, replayed.refusal.errors ?? []);
  } catch (error) {
    // Cut short by the invocation's end, it may still have enough time in another one.
    if (error instanceof ReplayTimeoutError && timeoutMs < REPLAY_TIMEOUT_MS) {
      return { kind: 'trouble' };
    }
    log.error('source_failed', { documentHash, error });
    return errorOf(options, [graphqlErrorOf(error)]);
  }
}

function replayOperation<DeliverySession>(
  { app, event, log }: ExecuteOptions<DeliverySession>,
  { document, query, variables, session: kept, subscriber }: Operation,
  timeoutMs: number,
) {
  // The store kept as JSON what `deliverySession` returned: its type is the application's promise.
  const session = kept as DeliverySession;
  const { operationName } = subscriber;
  const named = getOperationAST(document, operationName)?.name?.value ?? operationName;
  const operation = { query, operationName: named, variables };
  const isDeclared = app.pubsub.topics.some(({ label }) => label === event.label);
  const fieldResolver = payloadFieldResolver({ event, isDeclared, log });
  return replay<ExecutionResult, ExecutionResult>({
    event,
    timeoutMs,
    open: async () =>
      subscribe({
        schema: app.schema,
        document,
        contextValue: await app.context({ phase: 'deliver', session, operation }),
        operationName,
        variableValues: variables ?? {},
        fieldResolver,
      }),
  });
}

/** The error that ends a group's subscriptions; it can be sent, whatever the application put into it. */
function errorOf<DeliverySession>(
  { app, log }: ExecuteOptions<DeliverySession>,
  raw: readonly GraphQLError[],
): GroupResult {
  const errors = formatErrors({ app, log, operationId: null }, raw);
  try {
    JSON.stringify(errors);
  } catch (error) {
    log.error('result_unusable', { error });
    return { kind: 'error', errors: [INTERNAL_ERROR] };
  }
  return { kind: 'error', errors: errors.length > 0 ? errors : [INTERNAL_ERROR] };
}

function encode<DeliverySession>(
  { app, log }: ExecuteOptions<DeliverySession>,
  { values, ended }: Replayed<ExecutionResult>,
): GroupResult {
  try {
    const results = values.map((value) => {
      const text = JSON.stringify(formatResult({ app, log, operationId: null }, value));
      return { text, bytes: Buffer.byteLength(text) };
    });
    return { kind: 'results', results, ended };
  } catch (error) {
    // A scalar that is no JSON, such as a bigint.
    log.error('result_unusable', { error });
    return { kind: 'error', errors: [INTERNAL_ERROR] };
  }
}
