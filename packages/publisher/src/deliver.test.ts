import { describe, expect, it } from 'vitest';
import { createStage, ENDPOINT, START_MS } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };

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
