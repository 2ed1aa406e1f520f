import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready, type World, type WorldOptions } from './testing/world.ts';

const OTHER = 'subscription { other { id } }';
const subscribe = (payload: object, id = '1') => ({ type: 'subscribe', id, payload });
const start = (payload: object, id = '1') => ({ type: 'start', id, payload });

async function transport(payload: object, options: WorldOptions = {}): Promise<World> {
  const world = await ready(createWorld(options), 'graphql-transport-ws', { authorization: 'ann' });
  await world.send('c', subscribe(payload));
  return world;
}

async function legacy(payload: object, options: WorldOptions = {}): Promise<World> {
  const world = await ready(createWorld(options), 'graphql-ws', { authorization: 'ann' });
  await world.send('c', start(payload));
  return world;
}

const message = (world: World): string => {
  const [frame] = answers(world) as { payload: { message: string }[] }[];
  return frame?.payload[0]?.message ?? '';
};

describe('a subscription', () => {
  it('is stored under what its source waits on, and answered by nothing', async () => {
    const world = await transport({ query: OTHER });
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toMatchObject([
      {
        connectionId: 'c',
        operationId: '1',
        messageId: 'message-2',
        subprotocol: 'graphql-transport-ws',
        operationName: null,
        topicCount: 1,
        expiresAt: null,
        callbackUrl: null,
      },
    ]);
  });

  it('is stored with its text, raw variables and delivery session', async () => {
    const query = 'subscription S($to: String) { posted(to: $to) { id } }';
    const variables = { to: 'ann', more: 1 };
    const world = await transport({ query, operationName: 'S', variables });
    const [row] = await world.listeners('POSTED', { id: '1', to: 'ann' });
    if (row === undefined) throw new Error('not stored');
    expect(await world.store.document(row.documentHash)).toBe(query);
    expect(await world.store.variables(row.variables)).toEqual(variables);
    expect(await world.store.deliverySession(row.deliverySession)).toEqual({
      session: { id: 'ann' },
    });
    expect(row.operationName).toBeNull();
    expect(await world.listeners('POSTED', { id: '1', to: 'ben' })).toEqual([]);
  });

  it('is stored with its operation name when the document has several', async () => {
    const query = `${OTHER.replace('subscription', 'subscription A')} query B { version }`;
    const world = await transport({ query, operationName: 'A' });
    expect(await world.listeners('OTHER')).toMatchObject([{ operationName: 'A' }]);
  });

  it('is stored once per topic that its source waits on', async () => {
    const world = await transport({ query: 'subscription { both { id } }' });
    expect(await world.listeners('OTHER')).toMatchObject([{ topicCount: 2 }]);
    expect(await world.listeners('ANOTHER')).toMatchObject([{ topicCount: 2 }]);
  });

  it('ends with the credentials', async () => {
    const world = createWorld();
    await ready(world, 'graphql-transport-ws', { authorization: 'ann@1900000000' });
    await world.send('c', subscribe({ query: OTHER }));
    expect(await world.listeners('OTHER')).toMatchObject([{ expiresAt: 1_900_000_000 }]);
  });

  it('runs its resolver with the context of a subscribe', async () => {
    const seen: unknown[] = [];
    const context = (input: { readonly phase: string; readonly session: unknown }) => {
      seen.push([input.phase, input.session]);
    };
    await transport({ query: OTHER }, { app: { context } });
    expect(seen).toEqual([['subscribe', { id: 'ann' }]]);
  });

  it('posts its initial values after it is stored', async () => {
    const world = await transport({ query: 'subscription { greeted(bytes: 3) }' });
    expect(answers(world)).toEqual([
      { id: '1', type: 'next', payload: { data: { greeted: 'xxx' } } },
    ]);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  it('is removed again when an initial value is too large', async () => {
    for (const make of [transport, legacy]) {
      const world = await make({ query: 'subscription { greeted(bytes: 131072) }' });
      expect(answers(world)).toMatchObject([{ id: '1', type: 'error' }]);
      expect(await world.listeners('OTHER')).toEqual([]);
      expect(await world.store.subscription('c', '1')).toBeNull();
    }
  });

  it('is answered its values and complete when its source ends by itself', async () => {
    const world = await transport({ query: 'subscription { counted(to: 2) }' });
    expect(answers(world)).toEqual([
      { id: '1', type: 'next', payload: { data: { counted: 1 } } },
      { id: '1', type: 'next', payload: { data: { counted: 2 } } },
      { id: '1', type: 'complete' },
    ]);
    expect(await world.store.subscription('c', '1')).toBeNull();
  });
});

describe('a subscription that can not be', () => {
  // "A refusal by a `subscribe` resolver is `error`"
  it.each([
    ['throws', 'refused', 'not for you'],
    ['returns an error', 'rejected', 'returned, not thrown'],
    ['returns no source', 'nothing', 'Subscription field must return Async Iterable'],
    [
      'returns no source, with what to do',
      'nothing',
      'Let the `subscribe` of the field return what pubsub.subscribe(topic) returns; is a `return` missing?',
    ],
    ['is missing', 'none', 'Subscription.none has no `subscribe`: give the field one'],
    ['gives a source that throws', 'breaks', 'the source broke'],
    ['names no topic', 'nowhere', 'waits on no topic'],
  ])('is answered an error when its resolver %s', async (_name, field, text) => {
    const query = `subscription { ${field} { id } }`;
    const world = await transport({ query });
    expect(answers(world)).toMatchObject([{ id: '1', type: 'error' }]);
    expect(message(world)).toContain(text);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(answers(await legacy({ query }))).toMatchObject([
      { id: '1', type: 'error', payload: { message: expect.stringContaining(text) } },
    ]);
  });

  // "Variables that can't be coerced: `error` for a subscription"
  it('is answered an error when its variables can not be coerced', async () => {
    const query = 'subscription ($to: Int!) { counted(to: $to) }';
    const world = await transport({ query, variables: { to: 'many' } });
    expect(answers(world)).toMatchObject([{ id: '1', type: 'error' }]);
    expect(message(world)).toContain('$to');
  });

  it('is answered an error when its source neither waits nor ends', async () => {
    const limits = { subscriptionsPerConnection: 1, documentTokens: 100, subscribeMs: 20 };
    const world = await transport(
      { query: 'subscription { hangs { id } }' },
      { app: { limits }, realMs: 500 },
    );
    expect(message(world)).toBe(
      'The subscription neither waited for an event nor ended within 20 ms',
    );
  });

  it('is answered an error at the limit of subscriptions, which others then free', async () => {
    const limits = { subscriptionsPerConnection: 2, documentTokens: 100, subscribeMs: 5_000 };
    const world = await ready(createWorld({ app: { limits } }));
    for (const id of ['1', '2', '3']) await world.send('c', subscribe({ query: OTHER }, id));
    expect(answers(world)).toEqual([
      {
        id: '3',
        type: 'error',
        payload: [{ message: 'A connection holds at most 2 subscriptions' }],
      },
    ]);
    await world.send('c', { type: 'complete', id: '1' });
    await world.send('c', subscribe({ query: OTHER }, '4'));
    expect(answers(world)).toHaveLength(1);
    expect(await world.listeners('OTHER')).toHaveLength(2);
  });

  it.each([
    ['over 1 KB', () => 'x'.repeat(2_000)],
    ['no JSON', () => 1n],
  ])(
    'is answered an error when its delivery session is %s, which is logged',
    async (_name, deliverySession) => {
      const world = await transport(
        { query: OTHER },
        { app: { deliverySession: deliverySession as () => string } },
      );
      expect(message(world)).toBe('Internal server error');
      expect(world.log.lines).toContain('error delivery_session_unusable');
    },
  );

  it('is answered an error that names the sizes when its row would be too large', async () => {
    const name = 'N'.repeat(1_000);
    const query = `subscription ${name} { other { id } } query B { version }`;
    const world = await transport({ query, operationName: name });
    expect(message(world)).toContain('operation name 1000');
  });

  it('is answered an error when its topic key is not declared', async () => {
    const world = await transport({ query: 'subscription { posted(to: null) { id } }' });
    expect(answers(world)).toMatchObject([{ id: '1', type: 'error' }]);
    expect(await world.listeners('POSTED', { id: '1' })).toEqual([]);
  });

  it('closes when the connection goes while it is described', async () => {
    const world = createWorld({
      store: (store) => ({
        ...store,
        subscribe: async (subscription) => {
          await store.disconnect('c');
          return store.subscribe(subscription);
        },
      }),
    });
    await ready(world);
    await world.send('c', subscribe({ query: OTHER }));
    expect(answers(world)).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
    expect(await world.listeners('OTHER')).toEqual([]);
  });
});

// "id of an active operation (any kind) 4409; reusable once completed"
describe('an id that is taken', () => {
  const taken = { type: '4409: Subscriber for 1 already exists' };

  it.each([OTHER, '{ version }', '{'])(
    'ends the connection with 4409 after 1 s: %s',
    async (query) => {
      const world = await transport({ query: OTHER });
      const startMs = world.clock.nowMs();
      await world.send('c', subscribe({ query }));
      expect(answers(world)).toEqual([taken]);
      expect(world.sockets.isOpen('c')).toBe(false);
      expect(world.clock.nowMs() - startMs).toBe(1_100);
    },
  );

  it('runs when it becomes free while it is waited for', async () => {
    const world = await transport({ query: OTHER });
    const handled = world.begin('c', subscribe({ query: '{ version }' }));
    await world.clock.settle(
      world.clock.sleep(500).then(() => world.begin('c', { type: 'complete', id: '1' })),
    );
    await world.clock.settle(handled);
    expect(answers(world)).toMatchObject([{ type: 'next' }, { type: 'complete' }]);
  });

  it('runs when the connection only seems to hold it', async () => {
    const world = createWorld({
      store: (store) => ({
        ...store,
        connection: async (connectionId) => {
          const connection = await store.connection(connectionId);
          return connection && { ...connection, hasOperation: () => true };
        },
      }),
    });
    await ready(world);
    await world.send('c', subscribe({ query: OTHER }));
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  it('is 4409 for one of two that are handled at the same time, and keeps the other', async () => {
    const world = await ready(createWorld());
    await world.clock.settle(
      Promise.all([
        world.begin('c', subscribe({ query: OTHER })),
        world.begin('c', subscribe({ query: OTHER })),
      ]),
    );
    expect(answers(world)).toEqual([taken]);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  it('is no duplicate of the same message handed over twice', async () => {
    const world = await ready(createWorld());
    const again = { messageId: 'm' };
    await world.send('c', subscribe({ query: OTHER }), again);
    await world.send('c', subscribe({ query: OTHER }), again);
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  // The use, the end and the next use of an id are three invocations, which finish in any order.
  it.each([
    ['newer', 'complete', 'older'],
    ['complete', 'newer', 'older'],
    ['newer', 'older', 'complete'],
    ['older', 'newer', 'complete'],
  ] as const)('may be used again whatever order %s, %s, %s are handled in', async (...order) => {
    const world = await ready(createWorld());
    const sent = world.clock.nowMs();
    const newer = subscribe({ query: 'subscription { posted { id } }' });
    const begin = {
      older: () => world.begin('c', subscribe({ query: OTHER }), { timeMs: sent }),
      complete: () => world.begin('c', { type: 'complete', id: '1' }, { timeMs: sent + 1 }),
      newer: () => world.begin('c', newer, { timeMs: sent + 2 }),
    };
    const handled: Promise<void>[] = [];
    for (const name of order) {
      handled.push(begin[name]());
      await world.clock.settle(world.clock.sleep(100));
    }
    await world.clock.settle(Promise.all(handled));
    expect(answers(world)).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(await world.listeners('POSTED', { id: '1' })).toHaveLength(1);
  });

  it('may be used again after its complete', async () => {
    const world = await transport({ query: OTHER });
    await world.send('c', { type: 'complete', id: '1' });
    world.clock.advance(1);
    await world.send('c', subscribe({ query: '{ version }' }));
    expect(answers(world)).toMatchObject([{ type: 'next' }, { type: 'complete' }]);
    world.clock.advance(1);
    await world.send('c', subscribe({ query: 'subscription { posted { id } }' }));
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(await world.listeners('POSTED', { id: '1' })).toHaveLength(1);
  });
});

// "an active id is silently replaced (the other protocol: 4409)"
describe('a legacy id that is taken', () => {
  it('is replaced silently by another subscription', async () => {
    const world = await legacy({ query: OTHER });
    world.clock.advance(1);
    await world.send('c', start({ query: 'subscription { posted { id } }' }));
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(await world.listeners('POSTED', { id: '1' })).toHaveLength(1);
  });

  it.each([
    ['{ version }', ['data', 'complete']],
    ['{', ['error']],
    ['{ unknown }', ['data', 'complete']],
    ['subscription { refused { id } }', ['error']],
    ['subscription { counted(to: 1) }', ['data', 'complete']],
  ])('ends with what is answered at once: %s', async (query, types) => {
    const world = await legacy({ query: OTHER });
    world.clock.advance(1);
    await world.send('c', start({ query }));
    expect(answers(world).map((frame) => (frame as { type: string }).type)).toEqual(types);
    expect(await world.listeners('OTHER')).toEqual([]);
  });
});
