import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { TestClient } from './test-client.ts';
import { documentText, operationType } from './test-document.ts';
import type { TestResult, TestSubscription } from './test-subscription.ts';

interface Data {
  readonly received: string;
}
interface Variables {
  readonly to: string;
}

/** As codegen writes it with `documentMode: 'string'`. */
class TypedDocumentString<Result, Vars> extends String {
  readonly __apiType?: (variables: Vars) => Result;
}

const TEXT = 'subscription R($to: String!) { received(to: $to) }';
const node = parse(TEXT) as TypedDocumentNode<Data, Variables>;
const text = new TypedDocumentString<Data, Variables>(TEXT);

describe('documentText', () => {
  it('is the text of every sort of document', () => {
    expect([documentText(TEXT), documentText(text)]).toEqual([TEXT, TEXT]);
    expect(parse(documentText(node), { noLocation: true })).toEqual(
      parse(TEXT, { noLocation: true }),
    );
  });
});

describe('operationType', () => {
  it.each([
    ['{ a }', undefined, 'query'],
    ['mutation { a }', undefined, 'mutation'],
    [TEXT, undefined, 'subscription'],
    ['query A { a } subscription B { b }', 'B', 'subscription'],
    ['query A { a } subscription B { b }', undefined, null],
    ['query A { a }', 'C', null],
    ['{', undefined, null],
  ])('of %s and %s is %s', (document, operationName, type) => {
    expect(operationType(document, operationName)).toBe(type);
  });
});

describe('TestClient', () => {
  it('has the types that a document bears', () => {
    type Subscribed = TestSubscription<Data>;
    const check = (client: TestClient) => {
      expectTypeOf(client.subscribe(node, { to: 'ada' })).toEqualTypeOf<Subscribed>();
      expectTypeOf(client.subscribe(text, { to: 'ada' })).toEqualTypeOf<Subscribed>();
      expectTypeOf(client.subscribe<Data>(TEXT)).toEqualTypeOf<Subscribed>();
      expectTypeOf(client.execute(node, { to: 'ada' })).toEqualTypeOf<Promise<TestResult<Data>>>();
      expectTypeOf(client.subscribe(TEXT, { to: 'ada' }).received[0]?.data?.received).toBeUnknown();
      expectTypeOf(client.execute(TEXT, undefined, { operationName: 'R' })).toBeObject();
      expectTypeOf(client.subscribe(parse(TEXT), { to: 1 }).status).toBeString();
      // @ts-expect-error: the document requires variables.
      client.subscribe(node);
      // @ts-expect-error: `to` is a string.
      client.execute(node, { to: 1 });
      // @ts-expect-error: no document.
      client.execute(1);
    };
    expect(check).toBeTypeOf('function');
  });
});
