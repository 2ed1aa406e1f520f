import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topic } from './topic.ts';
import {
  type GivenKeys,
  matchingTopicKeys,
  normaliseKeyValue,
  payloadKeyValues,
  shardTopic,
  shardTopics,
  subscriptionKeyValues,
  topicKey,
} from './topic-key.ts';

interface Payload {
  readonly a: string;
  readonly b: number;
  readonly c: boolean;
}

const keyed = (label = 'A') => topic<Payload, 'a' | 'b' | 'c'>(label, { keys: ['a', 'b', 'c'] });
const keyOf = (label: string, values: Record<string, string>) =>
  topicKey(keyed(label), new Map(Object.entries(values))).key;

describe('topicKey', () => {
  it('escapes every part', () => {
    expect(keyOf('COMMENT_ADDED', { a: 'apollo/x' })).toBe('event#COMMENT_ADDED?a=apollo%2Fx');
    expect(keyOf('A?a=1', {})).toBe('event#A%3Fa%3D1');
    expect(keyOf('A', { a: '1&b=2', b: '@1' })).toBe('event#A?a=1%26b%3D2&b=%401');
  });

  it('keeps an empty value apart from none', () => {
    expect(keyOf('A', { a: '' })).not.toBe(keyOf('A', {}));
  });

  it('hashes a value over 64 bytes, and truncates nothing', () => {
    const long = 'x'.repeat(64);
    expect(keyOf('A', { a: long })).toBe(`event#A?a=${long}`);
    expect(keyOf('A', { a: `${long}y` })).toMatch(/^event#A\?a:[\w-]{43}$/);
    expect(keyOf('A', { a: `${long}y` })).not.toBe(keyOf('A', { a: `${long}z` }));
  });

  it('tells lone surrogates apart, which UTF-8 can not', () => {
    expect(keyOf('A', { a: '\ud800' })).not.toBe(keyOf('A', { a: '\ud801' }));
    expect(keyOf('A', { a: '\ud800' })).not.toBe(keyOf('A', { a: '\ufffd' }));
  });

  it('stays far below 2,048 bytes when label, names and values are as long as keys take them unhashed', () => {
    const [long, label] = ['é'.repeat(32), 'é'.repeat(64)];
    const names = ['a', 'b', 'c'].map((name) => name + 'é'.repeat(31));
    const worst = topic<Record<string, string>, string>(label, { keys: names });
    const { key } = topicKey(worst, new Map(names.map((name) => [name, long])));
    expect(Buffer.byteLength(key)).toBeGreaterThan(1_024);
    expect(Buffer.byteLength(key)).toBeLessThan(1_600);
  });

  it('hashes what is longer: labels, names, values', () => {
    const long = 'é'.repeat(65);
    const hashed = topic<Record<string, string>, string>(long, { keys: [long] });
    expect(topicKey(hashed, new Map([[long, long]])).key).toMatch(
      /^event#:[\w-]{43}\?:[\w-]{43}:[\w-]{43}$/,
    );
  });

  it('never gives two distinct pairs of label and values one key', () => {
    const pair = fc.tuple(
      fc.string({
        unit: fc.constantFrom('A', '?', '#', '&', '=', ':', '@', '%', '\ud800', 'é'),
        minLength: 1,
        maxLength: 4,
      }),
      fc.dictionary(
        fc.constantFrom('a', 'b'),
        fc.string({ unit: fc.constantFrom('1', '&', '=', ':', 'b', '%', '\udfff'), maxLength: 4 }),
      ),
    );
    fc.assert(
      fc.property(pair, pair, (one, other) => {
        const ordered = ([label, values]: typeof one) => [label, values.a, values.b];
        const keyFor = ([label, values]: typeof one) =>
          topicKey(
            keyed(label),
            new Map(
              ['a', 'b'].flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
            ),
          ).key;
        const equal = JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
        expect(keyFor(one) === keyFor(other)).toBe(equal);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('normaliseKeyValue', () => {
  it('gives an ID one form, number or text', () => {
    expect(normaliseKeyValue(42)).toBe(normaliseKeyValue('42'));
    expect(normaliseKeyValue(42n)).toBe('42');
    expect(normaliseKeyValue(-0)).toBe('0');
    expect(normaliseKeyValue(true)).toBe('true');
    expect(normaliseKeyValue(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([[null], [undefined], [Number.NaN], [Number.POSITIVE_INFINITY], [{}], [[]], [() => 1]])(
    'finds no value in %s',
    (value) => {
      expect(normaliseKeyValue(value)).toBeNull();
    },
  );
});

describe('a subscription’s key', () => {
  it('is one of those that an event matches exactly when the event has its values', () => {
    const values = fc.record(
      { a: fc.constantFrom('', '1', '2'), b: fc.constantFrom(0, 1, -0), c: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, values, (given, payload) => {
        const { key } = topicKey(keyed(), subscriptionKeyValues(keyed(), given as GivenKeys));
        const found = matchingTopicKeys(keyed(), payloadKeyValues(keyed(), payload));
        const wanted = Object.entries(given).every(
          ([name, value]) => String(value) === String(Reflect.get(payload, name)),
        );
        expect(found.some((match) => match.key === key)).toBe(wanted);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('subscriptionKeyValues', () => {
  it('takes any subset of the declared keys, in declared order', () => {
    expect([...subscriptionKeyValues(keyed(), { c: true, a: 'x' })]).toEqual([
      ['a', 'x'],
      ['c', 'true'],
    ]);
  });

  it.each([[undefined], [null]])(
    'throws when a key is there but %s, for it would get everybody’s events',
    (value) => {
      expect(() => subscriptionKeyValues(keyed(), { a: value as never })).toThrow(
        /leave the key out/,
      );
    },
  );

  it.each([[undefined], [null], ['a']])('throws when the keys are %s', (given) => {
    expect(() => subscriptionKeyValues(keyed(), given as never)).toThrow(/leave them out/);
  });

  it('throws when a key is not declared', () => {
    expect(() => subscriptionKeyValues(keyed(), { d: 'x' })).toThrow(
      'no key "d"; it declares a, b, c',
    );
  });
});

describe('matchingTopicKeys', () => {
  const keysFor = (payload: unknown) =>
    matchingTopicKeys(keyed(), payloadKeyValues(keyed(), payload)).map(({ key }) => key);

  it('gives one key for each subset of the values', () => {
    expect(keysFor({ a: 'x', b: 1, c: true })).toHaveLength(8);
    expect(keysFor({ a: 'x' })).toEqual(['event#A', 'event#A?a=x']);
  });

  it('gives the plain key alone when the payload has no value for a key', () => {
    expect(keysFor({ a: null })).toEqual(['event#A']);
    expect(keysFor(null)).toEqual(['event#A']);
    expect(keysFor(undefined)).toEqual(['event#A']);
  });
});

describe('shardTopic', () => {
  const described = { key: 'event#A', shards: { read: 4, write: 2 } };

  it('spreads over the written shards, all of which are read', () => {
    const read = shardTopics(described);
    expect(read).toEqual(['event#A@0', 'event#A@1', 'event#A@2', 'event#A@3']);
    const written = new Set(
      Array.from({ length: 100 }, (_, n) => shardTopic(described, `L0SM9cO${n}`)),
    );
    expect([...written].sort()).toEqual(['event#A@0', 'event#A@1']);
  });

  it('spreads ids that share their first characters', () => {
    const four = { key: 'event#A', shards: { read: 4, write: 4 } };
    const counts = new Map<string, number>();
    for (let n = 0; n < 1_000; n += 1) {
      const shard = shardTopic(four, `L0SM9cOFvHcCI${n}=`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    for (const count of counts.values()) expect(count).toBeGreaterThan(150);
  });
});
