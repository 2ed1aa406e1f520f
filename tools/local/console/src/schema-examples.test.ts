import {
  buildSchema,
  coerceInputValue,
  type GraphQLInputType,
  Kind,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schemaExamples } from './schema-examples.ts';

const schema = buildSchema(`
  scalar Cursor
  enum Mood { GOOD BAD }
  interface Node { id: ID! }
  type Room implements Node { id: ID! name: String! messages(last: Int!): [Message!]! topic: Topic }
  type Topic { name: String! room: Room }
  type Message implements Node { id: ID! room: Room! mood: Mood sentAt(zone: String): String }
  union Thing = Room | Message
  input Where { x: Int! y: Int }
  input MessageInput { room: ID! mood: Mood! where: [Where!]! note: String }
  input Key @oneOf { id: ID name: String }
  type Query { version: String! node(id: ID!): Node things(first: Int = 3): [Thing!]! find(key: Key!): Room from(cursor: Cursor): Int }
  type Mutation { say(message: MessageInput!, text: String!, urgent: Boolean!): Message! }
  type Subscription { said(room: ID!): Message! counted: Int! }
`);

const examples = schemaExamples(schema);

describe('schemaExamples', () => {
  it('are one for each root field, subscriptions first', () => {
    const names = examples.map(({ query }) => query.split(/[( {]/, 2).join(' '));
    expect(names).toEqual([
      'subscription Said',
      'subscription Counted',
      'mutation Say',
      'query Version',
      'query Node',
      'query Things',
      'query Find',
      'query From',
    ]);
  });

  it.each(examples)(
    'are valid, and so are their variables: $query',
    ({ query, variables = '{}' }) => {
      const document = parse(query);
      expect(validate(schema, document)).toEqual([]);
      const values = JSON.parse(variables);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        for (const { variable, type } of definition.variableDefinitions ?? []) {
          const input = typeFromAST(schema, type as never) as GraphQLInputType;
          expect(() => coerceInputValue(values[variable.name.value], input)).not.toThrow();
        }
      }
    },
  );

  it('ask for what can be had without arguments, two objects deep', () => {
    expect(examples[0]).toEqual({
      query: `subscription Said(
  $room: ID!
) {
  said(
    room: $room
  ) {
    id
    room {
      id
      name
    }
    mood
    sentAt
  }
}
`,
      variables: '{\n  "room": "room"\n}',
    });
  });

  it('are no more than anyone looks through', () => {
    const fields = Array.from({ length: 30 }, (_, n) => `f${n}: Int`).join(' ');
    expect(schemaExamples(buildSchema(`type Query { ${fields} }`))).toHaveLength(16);
  });
});
