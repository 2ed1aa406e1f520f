import { buildSchema, type GraphQLSchema } from 'graphql';

/** What is published in a room. */
export interface Value {
  readonly value: number;
}

/** Streams what is published in a room from this call on. */
export type Stream = (room: string) => AsyncIterable<Value>;

const SDL = /* GraphQL */ `
  type Query { here: Boolean }
  type Subscription {
    "Every value."
    plain(room: String!): Int
    "Fails to resolve a negative value."
    resolved(room: String!): Int
    "A generator, which throws at a negative value."
    generated(room: String!): Int
    "A generator with a value of its own before it waits."
    greeting(room: String!): Int
    "Two values, and the end."
    brief: Int
    "A generator that throws before it waits."
    broken: Int
    "A resolver that returns no source."
    sourceless: Int
  }
`;

/** Sources of every sort that graphql allows, on whatever streams them. */
export function createSourcesSchema(stream: Stream): GraphQLSchema {
  const schema = buildSchema(SDL);
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  const sources: Readonly<Record<string, (room: string) => unknown>> = {
    plain: stream,
    resolved: stream,
    generated: (room) => generate(stream(room)),
    greeting: (room) => greet(stream(room)),
    brief,
    broken: breakOff,
    sourceless: () => 'no source',
  };
  for (const [name, field] of Object.entries(fields)) {
    field.subscribe = (_root, args) => sources[name]?.(args.room);
    field.resolve = ({ value }: Value) => {
      if (name === 'resolved' && value < 0) throw new Error('A negative value');
      return value;
    };
  }
  return schema;
}

async function* generate(source: AsyncIterable<Value>): AsyncGenerator<Value> {
  for await (const event of source) {
    if (event.value < 0) throw new Error('The source failed');
    yield event;
  }
}

async function* greet(source: AsyncIterable<Value>): AsyncGenerator<Value> {
  yield { value: 0 };
  yield* source;
}

async function* brief(): AsyncGenerator<Value> {
  yield { value: 1 };
  yield { value: 2 };
}

async function* breakOff(): AsyncGenerator<Value> {
  yield await Promise.reject(new Error('The source broke off'));
}
