import { describe, expect, it } from 'vitest';
import { createStage, ENDPOINT, START_MS } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };
const next = (id: string, data: object) => ({ id, type: 'next', payload: { data } });

describe('event', () => {
  it('reaches every matching subscription with its own operation id, and no other', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', id: 'x' });
    await stage.subscribe({ connectionId: 'b', id: 'y', query: '{ noted(room: "a") { room } }' });
    await stage.subscribe({ connectionId: 'c', query: '{ noted(room: "b") { room } }' });
    await stage.subscribe({ connectionId: 'd', query: '{ plain }' });
    const report = await stage.publish('NOTED', NOTE);
    expect(stage.frames('a')).toEqual([next('x', { noted: { id: 'n1' } })]);
    expect(stage.frames('b')).toEqual([next('y', { noted: { room: 'a' } })]);
    expect([stage.frames('c'), stage.frames('d')]).toEqual([[], []]);
    expect(report).toMatchObject({ eventId: 'event-1', topic: 'NOTED', keys: 2, rows: 2, sent: 2 });
  });

  it('speaks to each connection in its subprotocol', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.subscribe({ connectionId: 'b', subprotocol: 'graphql-ws' });
    const report = await stage.publish('NOTED', NOTE);
    expect(stage.frames('a')).toEqual([next('1', { noted: { id: 'n1' } })]);
    expect(stage.frames('b')).toEqual([{ ...next('1', { noted: { id: 'n1' } }), type: 'data' }]);
    expect(report).toMatchObject({ groups: 1, sent: 2 });
  });

  it.each([
    [{}, '{}'],
    [null, 'null'],
    [undefined, 'nothing'],
    ['', '""'],
    [0, '0'],
  ])('delivers the payload %j', async (payload, plain) => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ plain }' });
    await stage.publish('PLAIN', payload);
    expect(stage.frames('a')).toEqual([next('1', { plain })]);
  });

  it('keeps a nested filter true', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ notedBy(name: "ann") { id } }' });
    await stage.subscribe({ connectionId: 'b', query: '{ notedBy(name: "bob") { id } }' });
    const report = await stage.publish('NOTED', NOTE);
    expect([stage.frames('a').length, stage.frames('b').length]).toEqual([1, 0]);
    expect(report).toMatchObject({ sent: 1, filtered: 1, failed: 0 });
    expect(await stage.isStored('b')).toBe(true);
    await stage.publish('NOTED', { ...NOTE, author: { name: 'bob' } });
    expect([stage.frames('a').length, stage.frames('b').length]).toEqual([1, 1]);
  });

  it('keeps a flat filter true when the key is given or null', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ noted(room: "a") { id } }' });
    await stage.publish('NOTED', { ...NOTE, room: 'b' });
    await stage.publish('NOTED', { ...NOTE, room: null });
    await stage.publish('NOTED', { id: 'n1' });
    expect(stage.frames('a')).toEqual([]);
  });

  it('delivers once when several keys of one operation match', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ both(room: "a") { id } }' });
    const report = await stage.publish('NOTED', NOTE);
    expect(stage.frames('a')).toHaveLength(1);
    expect(report).toMatchObject({ rows: 2, sent: 1 });
  });

  it('keeps equal operation ids of two connections apart', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', id: '1' });
    await stage.subscribe({ connectionId: 'b', id: '1' });
    stage.sockets.drop('a');
    await stage.publish('NOTED', NOTE);
    expect([await stage.isStored('a'), await stage.isStored('b')]).toEqual([false, true]);
    await stage.publish('NOTED', NOTE);
    expect(stage.frames('b')).toHaveLength(2);
  });

  it('delivers to many pages of subscribers, each once', async () => {
    const stage = createStage({ pageSize: 7 });
    for (let n = 0; n < 100; n += 1) await stage.subscribe({ connectionId: `c${n}` });
    const report = await stage.publish('NOTED', NOTE);
    expect(report).toMatchObject({ rows: 100, groups: 1, sent: 100 });
    for (let n = 0; n < 100; n += 1) expect(stage.frames(`c${n}`)).toHaveLength(1);
  });

  it('writes one info line with its counts', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.publish('NOTED', NOTE, { ageMs: 250 });
    const lines = stage.lines.filter(({ level }) => level === 'info');
    expect(lines).toEqual([
      {
        level: 'info',
        event: 'event_delivered',
        fields: expect.objectContaining({ eventId: 'event-1', sent: 1, hops: 0, ageMs: 250 }),
      },
    ]);
  });
});

describe('groups', () => {
  it('execute once for each document, variables, operation name and delivery session', async () => {
    const stage = createStage();
    const query = 'subscription ($room: String) { noted(room: $room) { id viewer } }';
    const two = 'subscription A { noted { id } } subscription B { noted { room } }';
    for (const n of [1, 2, 3]) {
      await stage.subscribe({ connectionId: `same${n}`, query, variables: { room: 'a' } });
    }
    await stage.subscribe({ connectionId: 'variables', query });
    await stage.subscribe({ connectionId: 'document', query: '{ noted { id viewer } }' });
    await stage.subscribe({ connectionId: 'A', query: two, operationName: 'A' });
    await stage.subscribe({ connectionId: 'B', query: two, operationName: 'B' });
    const report = await stage.publish('NOTED', NOTE);
    expect(report).toMatchObject({ groups: 5, sent: 7 });
    expect(stage.contexts).toHaveLength(5);
    expect([stage.frames('A'), stage.frames('B')]).toEqual([
      [next('1', { noted: { id: 'n1' } })],
      [next('1', { noted: { room: 'a' } })],
    ]);
  });

  it('never hold two viewers unless their delivery sessions are equal', async () => {
    const stage = createStage();
    const query = '{ noted { viewer } }';
    const long = 'x'.repeat(300);
    await stage.subscribe({ connectionId: 'ann1', query, session: { id: 'ann', role: 'r' } });
    await stage.subscribe({ connectionId: 'ann2', query, session: { role: 'r', id: 'ann' } });
    await stage.subscribe({ connectionId: 'bob', query, session: { id: 'bob' } });
    await stage.subscribe({ connectionId: 'long1', query, session: { id: `${long}1` } });
    await stage.subscribe({ connectionId: 'long2', query, session: { id: `${long}2` } });
    await stage.subscribe({ connectionId: 'nobody', query });
    const report = await stage.publish('NOTED', NOTE);
    const viewers = ['ann1', 'ann2', 'bob', 'long1', 'long2', 'nobody'].map((connectionId) => {
      const [frame] = stage.frames(connectionId) as {
        payload?: { data: { noted: { viewer: string } } };
      }[];
      return JSON.parse(frame?.payload?.data.noted.viewer ?? '"missing"');
    });
    expect(report).toMatchObject({ groups: 5, sent: 6 });
    expect(viewers).toEqual([
      { id: 'ann', role: 'r' },
      { id: 'ann', role: 'r' },
      { id: 'bob' },
      { id: `${long}1` },
      { id: `${long}2` },
      null,
    ]);
    expect(stage.contexts).toContainEqual({ phase: 'deliver', session: { id: 'bob' } });
  });

  it('of one event get contexts of their own, and of the next event again', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.publish('NOTED', NOTE);
    await stage.publish('NOTED', NOTE);
    expect(stage.contexts).toHaveLength(2);
  });
});

describe('gone', () => {
  it('removes its row and disturbs nobody else when 1 of 10 is gone', async () => {
    const stage = createStage();
    for (let n = 0; n < 10; n += 1) await stage.subscribe({ connectionId: `c${n}` });
    stage.sockets.drop('c3');
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 9, gone: 1, failed: 0 });
    expect([await stage.isStored('c3'), await stage.store.connection('c3')]).toEqual([false, null]);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ rows: 9, sent: 9, gone: 0 });
    expect(stage.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('deletes nothing and raises an alarm when more than half of 100 posts are gone', async () => {
    const stage = createStage();
    for (let n = 0; n < 120; n += 1) await stage.subscribe({ connectionId: `c${n}` });
    for (let n = 0; n < 61; n += 1) stage.sockets.drop(`c${n}`);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 59, gone: 61 });
    expect(await stage.isStored('c0')).toBe(true);
    expect(stage.lines).toContainEqual({
      level: 'error',
      event: 'gone_suspicious',
      fields: { eventId: 'event-1', gone: 61, posts: 120 },
    });
  });

  it('deletes when half of 100 posts are gone, or all of fewer', async () => {
    const stage = createStage();
    for (let n = 0; n < 100; n += 1) await stage.subscribe({ connectionId: `c${n}` });
    for (let n = 0; n < 50; n += 1) stage.sockets.drop(`c${n}`);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 50, gone: 50 });
    for (let n = 50; n < 100; n += 1) stage.sockets.drop(`c${n}`);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ rows: 50, gone: 50 });
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ rows: 0 });
  });

  it('goes on when the rows of one can not be deleted', async () => {
    const stage = createStage();
    const broken = createStage({
      wrap: {
        store: { ...stage.store, dropGone: () => Promise.reject(new Error('throttled')) },
      },
    });
    await stage.subscribe({ connectionId: 'a' });
    await stage.subscribe({ connectionId: 'b' });
    broken.sockets.open('b');
    expect(await broken.publish('NOTED', NOTE)).toMatchObject({ sent: 1, gone: 1 });
  });
});

describe('expired', () => {
  it('posts nothing, runs nothing and closes each connection once', async () => {
    const stage = createStage();
    const expiresAt = START_MS / 1_000;
    await stage.subscribe({ connectionId: 'a', id: '1', expiresAt });
    await stage.subscribe({ connectionId: 'a', id: '2', expiresAt });
    await stage.subscribe({
      connectionId: 'b',
      expiresAt: expiresAt + 1,
      query: '{ noted { room } }',
    });
    const report = await stage.publish('NOTED', NOTE);
    expect(report).toMatchObject({ expired: 2, sent: 1, groups: 1 });
    expect(stage.frames('a')).toEqual([]);
    expect(stage.sockets.closes).toEqual([
      { connectionId: 'a', endpoint: ENDPOINT, outcome: 'closed' },
    ]);
  });

  it('posts nothing when the credentials end while the post waits', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', expiresAt: (START_MS + 50) / 1_000 });
    stage.sockets.failPosts('a', ['throttled']);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ expired: 1, sent: 0 });
    expect([stage.frames('a'), stage.sockets.closes.length]).toEqual([[], 1]);
  });
});

describe('failures of one subscription', () => {
  it.each([
    ['graphql-transport-ws', [{ message: 'scream' }]],
    ['graphql-ws', { message: 'scream' }],
  ] as const)('a source that throws ends it with an error, in %s', async (subprotocol, payload) => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ scream }', subprotocol });
    await stage.subscribe({ connectionId: 'b', query: '{ plain }' });
    expect(await stage.publish('PLAIN', 1)).toMatchObject({ failed: 1, sent: 1 });
    expect(stage.frames('a')).toEqual([{ id: '1', type: 'error', payload }]);
    expect([await stage.isStored('a'), await stage.isStored('b')]).toEqual([false, true]);
    expect(await stage.publish('PLAIN', 'fine')).toMatchObject({ rows: 1 });
  });

  it('a context that throws ends it with an error', async () => {
    const stage = createStage({
      app: {
        context: ({ session }) => {
          if (session === 'bad') throw new Error('no context');
        },
      },
    });
    await stage.subscribe({ connectionId: 'a', query: '{ plain }', session: 'bad' });
    await stage.subscribe({ connectionId: 'b', query: '{ plain }', session: 'good' });
    expect(await stage.publish('PLAIN', 1)).toMatchObject({ failed: 1, sent: 1 });
    expect(stage.frames('a')).toEqual([
      { id: '1', type: 'error', payload: [{ message: 'no context' }] },
    ]);
    expect(await stage.isStored('a')).toBe(false);
  });

  it('a field that throws is partial data, and it goes on', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ noted { id broken } }' });
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ failed: 0, sent: 1 });
    expect(stage.frames('a')).toEqual([
      {
        id: '1',
        type: 'next',
        payload: {
          data: { noted: { id: 'n1', broken: null } },
          errors: [expect.objectContaining({ message: 'broken field', path: ['noted', 'broken'] })],
        },
      },
    ]);
    expect(await stage.isStored('a')).toBe(true);
  });

  it('a document that the schema does not know any more ends it with an error', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    const [row] = await subscribersOf(stage, 'event#NOTED');
    if (row === undefined) throw new Error('no row');
    const deployed = createStage({
      wrap: { store: { ...stage.store, document: async () => 'subscription { retired }' } },
    });
    deployed.sockets.open('a');
    expect(await deployed.publish('NOTED', NOTE)).toMatchObject({ failed: 1, sent: 0 });
    expect(deployed.frames('a')[0]).toMatchObject({
      type: 'error',
      payload: [{ message: 'Cannot query field "retired" on type "Subscription".' }],
    });
    expect(await stage.isStored('a')).toBe(false);
  });

  it('variables that can not be coerced any more end it with an error', async () => {
    const stage = createStage();
    const query = 'subscription ($size: Int!) { noted { size(of: $size) } }';
    await stage.subscribe({ connectionId: 'a', query, variables: { size: 3 } });
    const deployed = createStage({
      wrap: { store: { ...stage.store, variables: async () => ({ size: 'three' }) } },
    });
    deployed.sockets.open('a');
    expect(await deployed.publish('NOTED', NOTE)).toMatchObject({ failed: 1 });
    expect(deployed.frames('a')[0]).toMatchObject({ type: 'error' });
    expect(await stage.isStored('a')).toBe(false);
  });

  it.each(['document', 'deliverySession'] as const)(
    'a lost %s row ends it with an error that says nothing',
    async (lost) => {
      const stage = createStage();
      await stage.subscribe({ connectionId: 'a' });
      const deployed = createStage({
        wrap: { store: { ...stage.store, [lost]: async () => null } },
      });
      deployed.sockets.open('a');
      expect(await deployed.publish('NOTED', NOTE)).toMatchObject({ failed: 1 });
      expect(deployed.frames('a')).toEqual([
        { id: '1', type: 'error', payload: [{ message: 'Internal server error' }] },
      ]);
      expect(await stage.isStored('a')).toBe(false);
      expect(deployed.lines).toContainEqual(
        expect.objectContaining({ level: 'error', event: 'group_incomplete' }),
      );
    },
  );

  it('a result over the limit ends it with an error that names the limit', async () => {
    const stage = createStage();
    const query = 'subscription ($size: Int!) { noted { size(of: $size) } }';
    const fits =
      131_072 - '{"id":"1","type":"next","payload":{"data":{"noted":{"size":""}}}}'.length;
    await stage.subscribe({ connectionId: 'a', query, variables: { size: fits } });
    await stage.subscribe({ connectionId: 'b', query, variables: { size: fits + 1 } });
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ failed: 1, sent: 1 });
    expect(stage.frames('a')[0]?.type).toBe('next');
    expect(stage.sockets.posts.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
    expect(stage.frames('b')).toEqual([
      {
        id: '1',
        type: 'error',
        payload: [{ message: 'The result is over the limit of 131072 bytes for one message' }],
      },
    ]);
    expect([await stage.isStored('a'), await stage.isStored('b')]).toEqual([true, false]);
  });

  it("takes the gateway's word when it finds a message too large", async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    stage.sockets.failPosts('a', ['too-large']);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ failed: 1, sent: 0 });
    expect([stage.frames('a')[0]?.type, await stage.isStored('a')]).toEqual(['error', false]);
  });

  it('keeps the row when the error can not be posted, and tries again from the queue', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', query: '{ scream }' });
    stage.sockets.failPosts('a', ['failed', 'failed', 'failed', 'failed']);
    expect(await stage.publish('PLAIN', 1)).toMatchObject({ failed: 0, queued: 1 });
    expect(await stage.isStored('a')).toBe(true);
    await stage.drain();
    expect([stage.frames('a')[0]?.type, await stage.isStored('a')]).toEqual(['error', false]);
  });

  it.each([
    ['extensions that are no JSON', [{ message: 'm', extensions: { n: 1n } }]],
    ['no errors at all', []],
  ])('sends an error that says nothing when onError returns %s', async (_name, errors) => {
    const stage = createStage({ app: { onError: () => errors } });
    await stage.subscribe({ connectionId: 'a', query: '{ scream }' });
    expect(await stage.publish('PLAIN', 1)).toMatchObject({ failed: 1, queued: 0 });
    expect(stage.frames('a')[0]?.payload).toEqual([{ message: 'Internal server error' }]);
    expect(await stage.isStored('a')).toBe(false);
  });

  it('ends with an error when a result is no JSON', async () => {
    const stage = createStage({
      app: { onError: () => [{ message: 'm', extensions: { n: 1n } }] },
    });
    await stage.subscribe({ connectionId: 'a', query: '{ noted { broken } }' });
    await stage.subscribe({ connectionId: 'b' });
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ failed: 1, sent: 1 });
    expect(stage.frames('a')[0]).toMatchObject({ type: 'error' });
  });

  it('sends what onError makes of errors, and nothing of them when it throws', async () => {
    const masked = createStage({ app: { onError: () => [{ message: 'masked' }] } });
    await masked.subscribe({ connectionId: 'a', query: '{ scream }' });
    await masked.subscribe({ connectionId: 'b', query: '{ noted { broken } }' });
    await masked.publish('PLAIN', 1);
    await masked.publish('NOTED', NOTE);
    expect(masked.frames('a')[0]?.payload).toEqual([{ message: 'masked' }]);
    expect(masked.frames('b')[0]?.payload).toMatchObject({ errors: [{ message: 'masked' }] });

    const broken = createStage({
      app: {
        onError: () => {
          throw new Error('hook');
        },
      },
    });
    await broken.subscribe({ connectionId: 'a', query: '{ scream }' });
    await broken.publish('PLAIN', 1);
    expect(broken.frames('a')[0]?.payload).toEqual([{ message: 'Internal server error' }]);
  });
});

async function subscribersOf(stage: ReturnType<typeof createStage>, key: string) {
  const subscribers = [];
  for (const shard of [0, 1]) {
    for await (const page of stage.store.subscribers(`${key}@${shard}`)) {
      subscribers.push(...page.subscribers);
    }
  }
  return subscribers;
}
