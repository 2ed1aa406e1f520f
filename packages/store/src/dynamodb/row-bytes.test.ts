import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builders } from '../contract/builders.ts';
import { createManualClock, DEFAULT_CALLBACK_URL } from '../contract/harness.ts';
import { assertSubscriptionFits } from '../row-size.ts';
import type { NewSubscription } from '../store.ts';
import { RowTooLargeError } from '../store-error.ts';
import { referSession, referVariables, textHash } from '../text-reference.ts';
import { type Item, PROJECTED_ATTRIBUTES } from './attributes.ts';
import { encodeConnection } from './connection-row.ts';
import { encodeSubscription } from './subscription-row.ts';
import { encodeTombstone } from './tombstone-row.ts';

const KEYS = ['connectionId', 'id', 'topic'];

/**
 * The size of a row as DynamoDB counts it: names and values in UTF-8, a number half a byte for each significant digit and
 * one more (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
function rowBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  throw new Error('A row of a subscription has strings, numbers and bytes only');
}

function indexRow(item: Item): Item {
  const projected: readonly string[] = [...KEYS, ...PROJECTED_ATTRIBUTES];
  return Object.fromEntries(Object.entries(item).filter(([name]) => projected.includes(name)));
}

function encode(subscription: NewSubscription) {
  const texts = {
    documentHash: textHash(subscription.query),
    variables: referVariables(subscription.variables).reference,
    deliverySession: referSession(subscription.deliverySession).reference,
  };
  return encodeSubscription(subscription, texts, DEFAULT_CALLBACK_URL);
}

describe('encodeSubscription', () => {
  const build = builders(createManualClock());
  const reference = build.aSubscription({
    connectionId: 'L0SM9cOFvHcCIhw=',
    operationId: '0e3ff7ff-6cb4-4b2e-b5a8-0c6a4d7f3a11',
    topics: ['event#COMMENT_ADDED?repositoryName=apollographql%2Fapollo-client@0'],
    stamp: { messageId: 'ZnFkLcVboAMCKGw=', timeMs: Date.UTC(2026, 10, 24) },
    query: 'subscription ($repo: String!) { commentAdded(repoFullName: $repo) { id content } }',
  });

  it('takes at most 200 bytes of the index for the reference application', () => {
    expect(rowBytes(indexRow(encode(reference).operation))).toBe(193);
    const authenticated = { ...reference, expiresAt: 1_800_000_123 };
    expect(rowBytes(indexRow(encode(authenticated).operation))).toBe(200);
    const legacy = { ...reference, subprotocol: 'graphql-ws' } as const;
    expect(rowBytes(indexRow(encode(legacy).operation))).toBe(195);
  });

  it('leaves out of its row what is the default or null', () => {
    expect(Object.keys(encode(reference).operation).sort()).toEqual(
      ['connectionId', 'd', 'id', 'm', 't', 'topic', 'ttl', 'v'].sort(),
    );
  });

  it('never makes a row over 1 KB of what fits', () => {
    const text = (maxLength: number) =>
      fc.string({ maxLength, unit: fc.constantFrom('a', '"', 'ü', '☃') });
    const subscriptions = fc.record({
      connectionId: fc.string({ minLength: 1, maxLength: 300 }),
      operationId: text(128),
      operationName: fc.option(fc.string({ maxLength: 700 })),
      callbackUrl: fc.constantFrom(DEFAULT_CALLBACK_URL, `https://${'c'.repeat(200)}`),
      topics: fc.array(fc.string({ minLength: 1, maxLength: 700 }), { minLength: 1, maxLength: 3 }),
      variables: fc.option(fc.dictionary(text(20), text(300), { maxKeys: 2 })),
      deliverySession: fc.option(text(200)),
      subprotocol: fc.constantFrom('graphql-ws' as const, 'graphql-transport-ws' as const),
      expiresAt: fc.option(fc.integer({ min: 1, max: 9_999_999_999 })),
    });
    let taken = 0;
    fc.assert(
      fc.property(subscriptions, (fields) => {
        const subscription = build.aSubscription(fields);
        if (!fits(subscription)) return;
        taken += 1;
        const { operation, furtherTopics } = encode(subscription);
        for (const row of [operation, ...furtherTopics]) {
          expect(rowBytes(row)).toBeLessThanOrEqual(1024);
        }
      }),
      { numRuns: 200 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('takes a row of exactly the limit, and names what makes the next one too large', () => {
    const room = 900 - 16 - 'operation#1'.length - 2 * 'subscribe-1'.length - 2 * 'null'.length;
    const withTopic = (length: number) => build.aSubscription({ topics: ['t'.repeat(length)] });
    expect(fits(withTopic(room))).toBe(true);
    expect(rowBytes(encode(withTopic(room)).operation)).toBeLessThanOrEqual(1024);
    expect(() => assertSubscriptionFits(withTopic(room + 1), DEFAULT_CALLBACK_URL)).toThrow(
      `has 901: operation name 0, longest topic ${room + 1}`,
    );
  });
});

describe('encodeTombstone', () => {
  it('takes less than 1 KB', () => {
    const stamp = { messageId: 'ZnFkLcVboAMCKGw=', timeMs: Date.UTC(2026, 10, 24) };
    const tombstone = { connectionId: 'c'.repeat(300), operationId: '"'.repeat(128) };
    expect(rowBytes(encodeTombstone({ ...tombstone, stamp, nowMs: stamp.timeMs }))).toBeLessThan(
      1024,
    );
  });
});

describe('encodeConnection', () => {
  it('shows the index no session', () => {
    const identity = { session: 'x'.repeat(1000), viewer: 'ada', expiresAt: 1_800_000_000 };
    const row = encodeConnection(builders(createManualClock()).aConnection({ identity }));
    expect(rowBytes(indexRow(row))).toBeLessThan(200);
    expect(row.topic).toEqual({ S: 'viewer#ada' });
  });
});

function fits(subscription: NewSubscription): boolean {
  try {
    assertSubscriptionFits(subscription, DEFAULT_CALLBACK_URL);
    return true;
  } catch (error) {
    if (error instanceof RowTooLargeError) return false;
    throw error;
  }
}
