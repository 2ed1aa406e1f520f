import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPubSub } from './create-pubsub.ts';
import type { EventTransport, PublishedEvent } from './event.ts';
import { silentLog } from './log.ts';
import { createMemoryTransport } from './memory/index.ts';
import { PayloadError } from './payload-error.ts';
import { type Topic, topic } from './topic.ts';

const noted = topic('NOTED', {
  payload: z.object({
    room: z.union([z.string(), z.number()]),
    text: z.string().transform((text) => text.toUpperCase()),
  }),
  keys: ['room'],
});

const make = () => createPubSub({ topics: [noted] });

/** The next value of a source, or 'nothing' when none comes at once. */
const next = (source: AsyncIterator<unknown>): Promise<unknown> =>
  Promise.race([
    source.next().then(({ value }) => value),
    new Promise((resolve) => setImmediate(resolve, 'nothing')),
  ]);

describe('createPubSub, streaming in memory', () => {
  it('gives subscribers what the schema makes of the JSON', async () => {
    const pubsub = make();
    const source = pubsub.subscribe(noted);
    await pubsub.publish(noted, { room: 1, text: 'hi', extra: 'dropped' } as never);
    expect(await next(source)).toEqual({ room: 1, text: 'HI' });
  });

  it('narrows by key, and an ID is the same as number and as text', async () => {
    const pubsub = make();
    const source = pubsub.subscribe(noted, { room: '42' });
    await pubsub.publish(noted, { room: 41, text: 'a' });
    await pubsub.publish(noted, { room: 42, text: 'b' });
    expect(await next(source)).toEqual({ room: 42, text: 'B' });
    expect(await next(source)).toBe('nothing');
  });

  it("takes Apollo's form: several labels that nobody declared", async () => {
    const pubsub = make();
    const source = pubsub.asyncIterator(['A', 'B']);
    await pubsub.publish('B', { b: 1 });
    await pubsub.publish('C', { c: 1 });
    await pubsub.publish('A', { a: new Date(0) });
    expect([await next(source), await next(source), await next(source)]).toEqual([
      { b: 1 },
      { a: '1970-01-01T00:00:00.000Z' },
      'nothing',
    ]);
  });

  it.each([[{}], [null], [undefined], [0], ['']])('publishes %s', async (payload) => {
    const pubsub = make();
    const source = pubsub.asyncIterableIterator('A');
    await pubsub.publish('A', payload);
    expect(await next(source)).toEqual(payload);
  });

  it('publishes what the payload was when it was published', async () => {
    const pubsub = make();
    const source = pubsub.asyncIterator('A');
    const payload = { n: 1, dropped: undefined };
    const publishing = pubsub.publish('A', payload);
    payload.n = 2;
    await publishing;
    expect(await next(source)).toStrictEqual({ n: 1 });
  });

  it('ends a source that waits when it is returned, and forgets it', async () => {
    const pubsub = make();
    const source = pubsub.asyncIterator('A');
    const waiting = source.next();
    await source.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await pubsub.publish('A', 1);
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});

describe('publish', () => {
  it('rejects with a PayloadError that names the field when the payload fails its schema', async () => {
    const failed = make().publish(noted, { room: 'x' } as never);
    await expect(failed).rejects.toThrow(PayloadError);
    await expect(failed).rejects.toThrow(
      /NOTED does not fit its schema: expected something else at text$/,
    );
  });

  it('holds a declared label to its schema when it is published by name', async () => {
    await expect(make().publish('NOTED', {})).rejects.toThrow(PayloadError);
  });

  it.each([
    ['a bigint', { a: 1n }],
    ['a function', () => 1],
    ['a cycle', cycle()],
  ])('rejects with a PayloadError when the payload is %s', async (_case, payload) => {
    await expect(make().publish('A', payload)).rejects.toThrow(/is no JSON/);
  });

  it('takes a message of 256 KiB and refuses one of a byte more', async () => {
    const room = 256 * 1024 - Buffer.byteLength('{"topic":"A","payload":""}');
    await expect(make().publish('A', 'x'.repeat(room))).resolves.toBeUndefined();
    await expect(make().publish('A', 'x'.repeat(room + 1))).rejects.toThrow(
      /262145 bytes; SNS takes 262144/,
    );
    await expect(make().publish('A', 'é'.repeat(room / 2 + 1))).rejects.toThrow(/SNS takes 262144/);
  });

  it.each([
    ['a schema', topic('STRANGER', { payload: z.object({ a: z.string() }) })],
    ['keys', topic<{ a: string }, 'a'>('STRANGER', { keys: ['a'], shards: { read: 4, write: 4 } })],
    // The publisher would read four of the eight.
    ['shards', topic<{ a: string }>('STRANGER', { shards: { read: 8, write: 8 } })],
  ])('rejects when a topic with its own %s is not registered', async (_case, stranger) => {
    await expect(make().publish(stranger as Topic<{ a: string }>, { a: 'x' })).rejects.toThrow(
      /not registered/,
    );
    expect(() => make().subscribe(stranger)).toThrow(
      /^Topic STRANGER is not registered with this pubsub: add it to createPubSub\(\{ topics: \[\.\.\.\] \}\), which has \w+/,
    );
  });

  it('rejects when another topic is registered by that label', async () => {
    const namesake = topic<number>('NOTED');
    await expect(make().publish(namesake, 1)).rejects.toThrow(
      /NOTED is not registered with this pubsub: another topic of this label is\. Declare it once/,
    );
  });

  it('takes an unregistered topic of a type alone', async () => {
    await expect(make().publish(topic<number>('TYPED'), 1)).resolves.toBeUndefined();
  });
});

describe('publish, with a schema of any library', () => {
  const checked = (validate: StandardSchemaV1<unknown, string>['~standard']['validate']) => {
    const payload: StandardSchemaV1<unknown, string> = {
      '~standard': { version: 1, vendor: 'test', validate },
    };
    const declared = topic('CHECKED', { payload });
    return { declared, pubsub: createPubSub({ topics: [declared] }) };
  };

  it('awaits a schema that validates asynchronously', async () => {
    const { declared, pubsub } = checked(async (value) => ({ value: `${value}!` }));
    const source = pubsub.subscribe(declared);
    await pubsub.publish(declared, 'hi');
    expect(await next(source)).toBe('hi!');
  });

  it('names the place of each issue, whatever form its path has, and keeps its words from clients', async () => {
    const issues = [
      { message: 'got "secret"', path: ['a', { key: 0 }, 'b'] },
      { message: 'secret is too long', path: ['a', 0, 'b'] },
      { message: 'too many' },
    ];
    const { declared, pubsub } = checked(() => ({ issues }));
    const failed = pubsub.publish(declared, 1);
    await expect(failed).rejects.toThrow(/schema: expected something else at a\.0\.b, its root$/);
    await expect(failed).rejects.toMatchObject({ issues });
  });

  it('takes a schema that throws for one that refuses, and keeps its message to itself', async () => {
    const thrown = new TypeError('secret is not iterable');
    const { declared, pubsub } = checked(() => {
      throw thrown;
    });
    const failed = pubsub.publish(declared, 1);
    await expect(failed).rejects.toThrow(/^(?!.*secret).*the schema threw TypeError$/);
    await expect(failed).rejects.toMatchObject({ name: 'PayloadError', cause: thrown });
    expect(await pubsub.receive({ topic: 'CHECKED' })).toMatchObject({
      ok: false,
      reason: 'the schema threw TypeError',
    });
  });
});

describe('subscribe', () => {
  it.each([[undefined], [null], ['x']])(
    'throws when its keys are %s, for it would get every event',
    (keys) => {
      expect(() => make().subscribe(noted, keys as never)).toThrow(/leave them out/);
    },
  );

  it('throws when it is asked for no label at all', () => {
    expect(() => make().asyncIterator(undefined as never)).toThrow('needs a label');
    expect(() => make().asyncIterator(['A', ''])).toThrow('non-empty string');
  });
});

describe('matchingKeys', () => {
  it('gives the keys that subscriptions on that topic are found by', async () => {
    const pubsub = make();
    const received = await pubsub.receive({ topic: 'NOTED', payload: { room: 42, text: 'a' } });
    if (!received.ok) throw new Error(received.reason);
    expect(pubsub.matchingKeys(received.event)).toEqual([
      { key: 'event#NOTED', shards: { read: 1, write: 1 } },
      { key: 'event#NOTED?room=42', shards: { read: 1, write: 1 } },
    ]);
  });

  it('gives the plain key of a label that is not declared', () => {
    const event: PublishedEvent = {
      kind: 'payload',
      label: 'A',
      payload: { a: 1 },
      keyValues: new Map(),
    };
    expect(make().matchingKeys(event)).toEqual([{ key: 'event#A', shards: { read: 4, write: 4 } }]);
  });

  it('gives the one key that a completion names', async () => {
    const pubsub = make();
    const received = await pubsub.receive({ topic: 'NOTED', complete: { room: 42 } });
    if (!received.ok) throw new Error(received.reason);
    expect(pubsub.matchingKeys(received.event)).toEqual([
      { key: 'event#NOTED?room=42', shards: { read: 1, write: 1 } },
    ]);
  });
});

describe('bind', () => {
  it('sends the envelope to the transport from then on', async () => {
    const pubsub = make();
    const transport = createMemoryTransport();
    pubsub.bind({ transport, log: silentLog });
    const source = pubsub.asyncIterator('A');
    await pubsub.publish('A', { a: 1 });
    expect(transport.announced).toEqual([
      {
        envelope: { topic: 'A', payload: { a: 1 } },
        text: '{"topic":"A","payload":{"a":1}}',
      },
    ]);
    expect(await next(source)).toBe('nothing');
  });
});

describe('complete', () => {
  const ended = { done: true, value: undefined };

  it('ends the sources that gave exactly these keys, after what they have queued', async () => {
    const pubsub = make();
    const room = pubsub.subscribe(noted, { room: '1' });
    const other = pubsub.subscribe(noted, { room: '2' });
    const all = pubsub.subscribe(noted);
    await pubsub.publish(noted, { room: 1, text: 'a' });
    await pubsub.complete(noted, { room: 1 });
    await pubsub.publish(noted, { room: 1, text: 'b' });
    expect(await next(room)).toMatchObject({ text: 'A' });
    expect(await room.next()).toEqual(ended);
    expect(await next(all)).toMatchObject({ text: 'A' });
    expect(await next(all)).toMatchObject({ text: 'B' });
    expect(await next(other)).toBe('nothing');
  });

  it('ends sources without keys where none are given', async () => {
    const pubsub = make();
    const room = pubsub.subscribe(noted, { room: '1' });
    const waiting = pubsub.subscribe(noted).next();
    await pubsub.complete(noted);
    expect(await waiting).toEqual(ended);
    expect(await next(room)).toBe('nothing');
  });

  it('ends a source of several labels by one of them', async () => {
    const pubsub = make();
    const source = pubsub.asyncIterator(['A', 'B']);
    await pubsub.complete('B');
    expect(await source.next()).toEqual(ended);
  });

  it('announces the keys in their string form', async () => {
    const pubsub = make();
    const transport = createMemoryTransport();
    pubsub.bind({ transport, log: silentLog });
    await pubsub.complete(noted, { room: 42 });
    await pubsub.complete('A');
    expect(transport.announced.map(({ text }) => text)).toEqual([
      '{"topic":"NOTED","complete":{"room":"42"}}',
      '{"topic":"A","complete":{}}',
    ]);
  });

  it('rejects keys that subscribe would refuse', async () => {
    const pubsub = make();
    const loose = pubsub as unknown as { complete(topic: unknown, keys?: unknown): Promise<void> };
    await expect(loose.complete(noted, { text: 'a' })).rejects.toThrow('has no key "text"');
    await expect(loose.complete(noted, { room: undefined })).rejects.toThrow('Key "room"');
    await expect(loose.complete(noted, undefined)).rejects.toThrow('The keys of a subscription');
    await expect(loose.complete('A', { room: 1 })).rejects.toThrow('Topic A has no key "room"');
    await pubsub.settle();
  });
});

describe('settle', () => {
  const slow = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    return { transport: { publish: () => promise } satisfies EventTransport, resolve, reject };
  };

  it('waits for publishes that nobody awaited', async () => {
    const pubsub = make();
    const { transport, resolve } = slow();
    pubsub.bind({ transport, log: silentLog });
    void pubsub.publish('A');
    let settled = false;
    const settling = pubsub.settle().then(() => {
      settled = true;
    });
    await new Promise((done) => setImmediate(done));
    expect(settled).toBe(false);
    resolve();
    await settling;
    expect(settled).toBe(true);
  });

  it('reports a failure once, and lets no rejection go unhandled', async () => {
    const pubsub = make();
    const { transport, reject } = slow();
    pubsub.bind({ transport, log: silentLog });
    void pubsub.publish('A');
    reject(new Error('throttled'));
    expect(await pubsub.settle()).toEqual([new Error('throttled')]);
    expect(await pubsub.settle()).toEqual([]);
  });
});

describe('receive', () => {
  it('refuses a completion with keys that the topic does not have', async () => {
    expect(await make().receive({ topic: 'NOTED', complete: { text: 'a' } })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('has no key "text"'),
    });
  });

  it('says which fields of a payload are wrong', async () => {
    expect(await make().receive({ topic: 'NOTED', payload: { room: 1 } })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('text'),
    });
  });

  it('takes keys from what the schema made', async () => {
    const lower = topic('LOWER', {
      payload: z.object({ a: z.string().toLowerCase() }),
      keys: ['a'],
    });
    const received = await createPubSub({ topics: [lower] }).receive({
      topic: 'LOWER',
      payload: { a: 'X' },
    });
    expect(received).toMatchObject({ ok: true, event: { keyValues: new Map([['a', 'x']]) } });
  });
});

describe('createPubSub', () => {
  it('throws when two topics share a label', () => {
    expect(() => createPubSub({ topics: [topic('A'), topic('A')] })).toThrow(
      'Two topics are labelled A',
    );
  });
});

function cycle(): object {
  const self: { self?: object } = {};
  self.self = self;
  return self;
}
