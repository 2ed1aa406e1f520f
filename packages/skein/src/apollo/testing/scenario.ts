import type { ApolloOptions } from '../apollo-options.ts';

/** What a scenario writes down while it runs. */
export type Note = (what: string, value: unknown) => void;

export interface Step {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** A configuration of Apollo Server 2, and what a client does with it. Subscriptions get one event: `{ noted: 'event' }`. */
export interface Scenario {
  readonly name: string;
  readonly options: (note: Note) => Partial<ApolloOptions>;
  /** What Apollo has no name for; the reference does without. */
  readonly skeinOptions?: Partial<ApolloOptions>;
  /** Where resolvers find the user in their context. @default `context.user` */
  readonly userOf?: UserOf;
  readonly connectionParams?: Readonly<Record<string, unknown>>;
  /** Of the upgrade. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

/** What came of a scenario: equal, if both servers do the same. */
export interface Story {
  /** Why the connection was refused. */
  readonly refusal: string | null;
  /** The result of each step, or the message of the `error` that answered it. */
  readonly answers: readonly unknown[];
  /** What hooks and `context` got, each once: deliveries build their context anew. */
  readonly notes: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a context is whatever the scenario makes it.
type UserOf = (context: any) => unknown;

export const TYPE_DEFS = /* GraphQL */ `
  type Query {
    user: String
    echo(number: Int!): Int
    throws(kind: String!): String
  }
  type Subscription {
    noted: String
  }
`;

/** An error with a code, as those of apollo-server-errors are, and a field of its own. */
class CodedError extends Error {
  readonly extensions = { code: 'UNAUTHENTICATED' };
  readonly hint = 'log in';
}

/** Resolvers over either server's source of events. */
export const resolversOver = (
  noted: () => AsyncIterable<unknown>,
  userOf: UserOf = (context) => context.user,
) => ({
  Query: {
    user: (_root: unknown, _args: unknown, context: unknown) => JSON.stringify(userOf(context)),
    echo: (_root: unknown, { number }: { number: number }) => number,
    throws: (_root: unknown, { kind }: { kind: string }) => {
      throw kind === 'coded' ? new CodedError('Not you') : new Error('It fails');
    },
  },
  Subscription: {
    noted: {
      subscribe: noted,
      resolve: (payload: { noted: string }, _args: unknown, context: unknown) =>
        `${payload.noted} for ${JSON.stringify(userOf(context))}`,
    },
  },
});

/** Writes down what hooks get: JSON, in one order, each once. */
export function createNotes() {
  const notes = new Set<string>();
  return {
    note: (what: string, value: unknown) => {
      notes.add(`${what} ${JSON.stringify(value)}`);
    },
    taken: () => [...notes],
  };
}
