import { makeExecutableSchema } from '@graphql-tools/schema';
import { type PubSub, topic, withFilter } from '@skein/pubsub';
import type { GraphQLSchema } from 'graphql';

/** One topic with keys and shards, a nested payload, and an undeclared label beside it. */
export const noted = topic<{ id: string; room?: string | null; author?: { name: string } }, 'room'>(
  'NOTED',
  { keys: ['room'], shards: { read: 2, write: 2 } },
);

const typeDefs = /* GraphQL */ `
  type Query { version: String }
  type Author { name: String }
  type Note { id: ID! room: String author: Author viewer: String broken: String size(of: Int!): String }
  type Subscription {
    noted(room: String): Note
    notedBy(name: String!): Note
    both(room: String!): Note
    plain: String
    scream: String
  }
`;

type Payload = { readonly author?: { readonly name?: string } } | null | undefined;

/** A schema with a subscription for each way in which a delivery may go. */
export function stageSchema(pubsub: PubSub): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs,
    resolvers: {
      Note: {
        viewer: (_note: unknown, _args: unknown, context: { viewer: unknown }) =>
          JSON.stringify(context.viewer),
        broken: () => {
          throw new Error('broken field');
        },
        size: (_note: unknown, { of }: { of: number }) => 'x'.repeat(of),
      },
      Subscription: {
        noted: {
          subscribe: (_root: unknown, { room }: { room?: string }) =>
            pubsub.subscribe(noted, room === undefined ? {} : { room }),
          resolve: (note: unknown) => note,
        },
        // A filter on a nested field, which no key can express.
        notedBy: {
          subscribe: withFilter(
            () => pubsub.subscribe(noted),
            (note: Payload, { name }: { name: string }) => note?.author?.name === name,
          ),
          resolve: (note: unknown) => note,
        },
        // Two keys of one operation that the same event matches.
        both: {
          subscribe: async function* (_root: unknown, { room }: { room: string }) {
            yield* merge([pubsub.subscribe(noted), pubsub.subscribe(noted, { room })]);
          },
          resolve: (note: unknown) => note,
        },
        plain: {
          subscribe: () => pubsub.asyncIterator('PLAIN'),
          resolve: (payload: unknown) => JSON.stringify(payload) ?? 'nothing',
        },
        scream: {
          subscribe: async function* () {
            for await (const payload of pubsub.asyncIterator('PLAIN')) {
              if (payload !== 'fine') throw new Error('scream');
              yield { scream: payload };
            }
          },
        },
      },
    },
  });
}

/** The first of several sources that has something; the others are dropped. */
async function* merge(sources: readonly AsyncIterableIterator<unknown>[]) {
  const results = await Promise.all(sources.map((source) => source.next()));
  const index = results.findIndex(({ done }) => done !== true);
  if (index < 0) return;
  yield results[index]?.value;
  yield* sources[index] ?? [];
}
