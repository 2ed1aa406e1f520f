import type { ExecutionResult, GraphQLError } from 'graphql';

/**
 * What became of a `subscribe` (legacy `start`).
 * `error`: it was refused or failed before execution. `invalid`: the document does not fit the schema, which legacy
 * clients are told as a result.
 * `result`: a query or mutation was executed. `stored`: a subscription waits for events, after its initial values.
 * `ended`: its source ended by itself. `completed`: its `complete` came first, so nothing may follow.
 * `duplicate`: another operation holds the id. `unregistered`: the connection is not known (any more).
 */
export type Outcome =
  | { readonly kind: 'error' | 'invalid'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'result'; readonly results: readonly ExecutionResult[] }
  | { readonly kind: 'stored' | 'ended'; readonly results: readonly ExecutionResult[] }
  | { readonly kind: 'completed' | 'duplicate' | 'unregistered' };
