import { graphqlErrorOf } from '@skein/execution';
import { type ExecutionArgs, execute } from 'graphql';
import type { CheckedOperation } from './operation.ts';
import type { Outcome } from './outcome.ts';

/** Executes a query or mutation. Variables that can't be coerced make a result with errors, as in every execution. */
export async function executeOperation(checked: CheckedOperation): Promise<Outcome> {
  try {
    return { kind: 'result', results: [await execute(executionArgs(checked))] };
  } catch (thrown) {
    // graphql 17 throws, for example, where a schema declares @defer.
    return { kind: 'error', errors: [graphqlErrorOf(thrown)] };
  }
}

/** What graphql's `execute` and `subscribe` take. */
export function executionArgs({
  turn,
  document,
  operation,
  contextValue,
}: CheckedOperation): ExecutionArgs {
  return {
    schema: turn.app.schema,
    document,
    contextValue,
    variableValues: operation.variables,
    operationName: operation.operationName,
  };
}
