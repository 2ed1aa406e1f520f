import { createPubSub, topic } from '@skein/pubsub';
import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

interface Post {
  readonly id: string;
  readonly to?: string;
}

const posted = topic<Post, 'to'>('POSTED', { keys: ['to'] });

export type TestPubSub = ReturnType<typeof testPubSub>;

export function testPubSub() {
  return createPubSub({ topics: [posted] });
}

type Source = GraphQLFieldResolver<unknown, unknown>;

const SDL = /* GraphQL */ `
  scalar Anything
  type Query {
    version: String!
    echo(text: String): String
    fails: String
    big(bytes: Int!): String
    viewer: String
    number: Anything
    slow: String
  }
  type Mutation {
    add(by: Int!): Int!
  }
  type Post {
    id: ID!
  }
  type Subscription {
    posted(to: String): Post
    other: Post
    refused: Post
    rejected: Post
    nothing: Post
    none: Post
    counted(to: Int!): Int
    greeted(bytes: Int): String
    hangs: Post
    both: Post
    breaks: Post
    nowhere: Post
  }
`;

/** The schema of the tests: a bit of everything that a `subscribe` resolver may do. */
export function testSchema(pubsub: TestPubSub): GraphQLSchema {
  const schema = buildSchema(SDL);
  const field = (type: string, name: string) => {
    const found = schema.getType(type);
    if (found === undefined || !('getFields' in found)) throw new Error(type);
    const fields = found.getFields();
    return fields[name] as { resolve?: Source; subscribe?: Source };
  };
  const resolve = (type: string, name: string, resolver: Source): void => {
    field(type, name).resolve = resolver;
  };
  const subscribe = (name: string, source: Source): void => {
    field('Subscription', name).subscribe = source;
    field('Subscription', name).resolve = (event) => event;
  };

  resolve('Query', 'version', () => '1');
  resolve('Query', 'echo', (_root, { text }) => text);
  resolve('Query', 'slow', () => new Promise(() => undefined));
  resolve('Query', 'fails', () => {
    throw new Error('it fails');
  });
  resolve('Query', 'big', (_root, { bytes }) => 'x'.repeat(bytes));
  resolve('Query', 'viewer', (_root, _args, context) => JSON.stringify(context));
  resolve('Query', 'number', () => 10n ** 20n);
  resolve('Mutation', 'add', (_root, { by }) => by + 1);

  subscribe('posted', (_root, { to }) => pubsub.subscribe(posted, to === undefined ? {} : { to }));
  subscribe('other', () => pubsub.asyncIterator('OTHER'));
  subscribe('both', () => pubsub.asyncIterator(['OTHER', 'ANOTHER']));
  subscribe('nowhere', () => pubsub.asyncIterator([]));
  subscribe('refused', () => {
    throw new Error('not for you');
  });
  subscribe('rejected', async () => new Error('returned, not thrown'));
  subscribe('nothing', () => 'no source');
  subscribe('counted', async function* (_root, { to }) {
    for (let n = 1; n <= to; n += 1) yield n;
  });
  subscribe('greeted', async function* (_root, { bytes }) {
    yield 'x'.repeat(bytes ?? 1);
    yield* pubsub.asyncIterator('OTHER');
  });
  subscribe('hangs', async function* () {
    await new Promise(() => undefined);
    yield null;
  });
  // biome-ignore lint/correctness/useYield: a source that fails before it yields.
  subscribe('breaks', async function* () {
    throw new Error('the source broke');
  });
  return schema;
}
