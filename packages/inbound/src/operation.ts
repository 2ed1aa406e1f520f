import { graphqlErrorOf } from '@skein/execution';
import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';
import type { Operation } from './app.ts';
import { requestContext } from './context.ts';
import type { OperationTurn } from './operation-turn.ts';
import type { Outcome } from './outcome.ts';
import { executeOperation } from './query.ts';
import { subscribeOperation } from './subscription.ts';

/** An operation that may run: checked against the schema, the options and the hooks. */
export interface CheckedOperation extends OperationTurn {
  readonly document: DocumentNode;
  readonly operation: Operation;
  readonly contextValue: unknown;
}

/** Checks what is asked, step by step, and runs it. Throws only on platform trouble. */
export async function runOperation(asked: OperationTurn): Promise<Outcome> {
  const { turn, identity, request } = asked;
  const read = turn.documents.read(request.query);
  if (read.kind !== 'valid') {
    return { kind: read.kind === 'syntax' ? 'error' : 'invalid', errors: read.errors };
  }
  const { document } = read;
  const operation = operationOf(asked, document);
  // An unknown name, several operations and no name, or no operation at all: the reference server's text.
  if (operation === null) return invalid('Unable to identify operation');
  if (!turn.app.operations.includes(operation.type)) {
    return error(`This connection takes no operations of type ${operation.type}`);
  }

  let contextValue: unknown;
  try {
    // What `authenticate` returned, after a trip through JSON.
    const session = identity.session;
    const refusals = await turn.app.onSubscribe({ session, operation });
    if (refusals !== undefined && refusals.length > 0) return { kind: 'error', errors: refusals };
    const phase = operation.type === 'subscription' ? 'subscribe' : 'request';
    contextValue = await requestContext({ app: turn.app, phase, session, operation });
  } catch (thrown) {
    turn.log.warn('hook_threw', { operationId: asked.id, error: thrown });
    return { kind: 'error', errors: [graphqlErrorOf(thrown)] };
  }
  const checked: CheckedOperation = { ...asked, document, operation, contextValue };
  return operation.type === 'subscription'
    ? subscribeOperation(checked)
    : executeOperation(checked);
}

function operationOf(
  { connection, id, request }: OperationTurn,
  document: DocumentNode,
): Operation | null {
  const definition = getOperationAST(document, request.operationName);
  if (!definition) return null;
  return { ...request, id, connectionId: connection.connectionId, type: definition.operation };
}

function error(message: string): Outcome {
  return { kind: 'error', errors: [new GraphQLError(message)] };
}

function invalid(message: string): Outcome {
  return { kind: 'invalid', errors: [new GraphQLError(message)] };
}
