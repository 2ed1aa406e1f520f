import { randomUUID } from 'node:crypto';
import { buildSchema, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Events } from './events.ts';

const SDL = /* GraphQL */ `
  scalar DateTime
  type Query { version: String! viewer: Viewer }
  type Viewer { id: ID! }
  type Post { id: ID! author: String! comment: String! createdAt: DateTime! }
  type Comment { id: ID! repositoryName: String! author: String! content: String! createdAt: DateTime! }
  type Message { id: ID! from: ID to: ID! text: String! sentAt: DateTime! }
  type Mutation {
    createPost(author: String!, comment: String!): Post!
    addComment(repoFullName: String!, author: String!, content: String!): Comment!
    sendMessage(to: ID!, text: String!): Message!
  }
  type Subscription {
    numberIncremented: Int!
    postCreated: Post!
    commentAdded(repoFullName: String!): Comment!
    messageReceived: Message!
  }
`;

interface Context {
  readonly viewer: { readonly id: string } | null;
}

type Arguments = Readonly<Record<string, string>>;
type Resolver = GraphQLFieldResolver<unknown, Context, Arguments>;

/** The reference application's contract, written a second time and as short as it goes, on events of one process. */
export function createReferenceSchema(events: Events): GraphQLSchema {
  const schema = buildSchema(SDL);
  resolveFields(schema, 'Query', {
    version: () => '0.1.0',
    viewer: (_root, _args, { viewer }) => viewer,
  });
  resolveFields(schema, 'Mutation', {
    createPost: (_root, { author, comment }) =>
      publish(events, 'POST_CREATED', { id: randomUUID(), author, comment, createdAt: now() }),
    addComment: (_root, { repoFullName: repositoryName, author, content }) => {
      const comment = { id: randomUUID(), repositoryName, author, content, createdAt: now() };
      return publish(events, 'COMMENT_ADDED', comment);
    },
    sendMessage: (_root, { to, text }, { viewer }) => {
      const message = { id: randomUUID(), from: viewer?.id ?? null, to, text, sentAt: now() };
      return publish(events, 'MESSAGE_SENT', message);
    },
  });
  subscribeFields(schema, {
    numberIncremented: () => events.stream('NUMBER_INCREMENTED'),
    postCreated: () => events.stream('POST_CREATED'),
    commentAdded: (_root, { repoFullName }) =>
      events.stream('COMMENT_ADDED', ({ repositoryName }) => repositoryName === repoFullName),
    messageReceived: (_root, _args, { viewer }) => {
      if (viewer === null) {
        throw new GraphQLError('messageReceived needs an authenticated viewer.');
      }
      return events.stream('MESSAGE_SENT', ({ to }) => to === viewer.id);
    },
  });
  return schema;
}

const now = (): string => new Date().toISOString();

function publish<Payload>(events: Events, label: string, payload: Payload): Payload {
  events.publish(label, payload);
  return payload;
}

function resolveFields(
  schema: GraphQLSchema,
  typeName: 'Query' | 'Mutation',
  resolvers: Readonly<Record<string, Resolver>>,
): void {
  const fields = schema.getType(typeName);
  if (fields === undefined || !('getFields' in fields)) throw new Error(`No type ${typeName}`);
  for (const [name, field] of Object.entries(fields.getFields())) {
    if ('resolve' in field) field.resolve = resolvers[name];
  }
}

function subscribeFields(schema: GraphQLSchema, sources: Readonly<Record<string, Resolver>>): void {
  for (const [name, field] of Object.entries(schema.getSubscriptionType()?.getFields() ?? {})) {
    const source = sources[name];
    if (source !== undefined) field.subscribe = source;
    // Apollo's payload for the label that no topic declares; the event itself for the others.
    if (name !== 'numberIncremented') field.resolve = (event) => event;
  }
}
