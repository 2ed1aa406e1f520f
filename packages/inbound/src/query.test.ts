import { GraphQLError, versionInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready, type World, type WorldOptions } from './testing/world.ts';

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

const types = (world: World) => answers(world).map((frame) => (frame as { type: string }).type);

it('runs on the graphql that the project names', () => {
  expect(String(versionInfo.major)).toBe(process.env.GRAPHQL_MAJOR);
});

describe('a query or mutation', () => {
  it('is answered next, then complete', async () => {
    const world = await transport({ query: '{ version }' });
    expect(answers(world)).toEqual([
      { id: '1', type: 'next', payload: { data: { version: '1' } } },
      { id: '1', type: 'complete' },
    ]);
  });

  // "query or mutation, `data` and then `complete`"
  it('is answered data, then complete, over the legacy subprotocol', async () => {
    const world = await legacy({ query: 'mutation { add(by: 1) }', variables: null });
    expect(answers(world)).toEqual([
      { id: '1', type: 'data', payload: { data: { add: 2 } } },
      { id: '1', type: 'complete', payload: null },
    ]);
  });

  it('gets its variables, and the context of a request', async () => {
    const query = 'query Q($t: String) { echo(text: $t) viewer }';
    const world = await transport({ query, operationName: 'Q', variables: { t: 'x' } });
    expect(answers(world)[0]).toMatchObject({
      payload: {
        data: {
          echo: 'x',
          viewer: JSON.stringify({ phase: 'request', session: { id: 'ann' }, id: '1' }),
        },
      },
    });
  });

  it('is not harmed by a variable named __proto__', async () => {
    const world = await ready(createWorld());
    const query = 'query ($t: String) { echo(text: $t) }';
    await world.send(
      'c',
      `{"type":"subscribe","id":"1","payload":{"query":"${query}","variables":{"__proto__":{"t":"evil"}}}}`,
    );
    expect(answers(world)[0]).toMatchObject({ payload: { data: { echo: null } } });
  });

  it('sends execution errors as they are, beside the data', async () => {
    const world = await transport({ query: '{ fails version }' });
    expect(answers(world)[0]).toEqual({
      id: '1',
      type: 'next',
      payload: {
        data: { fails: null, version: '1' },
        errors: [{ message: 'it fails', locations: [{ line: 1, column: 3 }], path: ['fails'] }],
      },
    });
  });

  it('sends what onError makes of its errors', async () => {
    const onError = () => [{ message: 'masked' }];
    const world = await transport({ query: '{ fails }' }, { app: { onError } });
    expect(answers(world)[0]).toMatchObject({ payload: { errors: [{ message: 'masked' }] } });
  });

  it('says nothing of its errors when onError throws', async () => {
    const onError = () => {
      throw new Error('hook');
    };
    const world = await transport({ query: '{ fails }' }, { app: { onError } });
    expect(answers(world)[0]).toMatchObject({
      payload: { errors: [{ message: 'Internal server error' }] },
    });
    expect(types(world)).toEqual(['next', 'complete']);
  });

  // "for a query or mutation `next` with `errors`, then `complete` (legacy: `data`, `complete`)"
  it('is answered next with errors, then complete, when its variables can not be coerced', async () => {
    const query = 'mutation ($by: Int!) { add(by: $by) }';
    const variables = { by: 'many' };
    const world = await transport({ query, variables });
    expect(types(world)).toEqual(['next', 'complete']);
    expect(JSON.stringify(answers(world)[0])).toMatch(/Variable .*\$by/);
    expect(types(await legacy({ query, variables }))).toEqual(['data', 'complete']);
  });

  // "result over 128 KB | `error` that names the limit"
  it('is answered an error that names the limit when its result is too large, and no complete', async () => {
    const query = '{ big(bytes: 131072) }';
    const message = 'The result is over the limit of 131072 bytes (128 KB)';
    expect(answers(await transport({ query }))).toEqual([
      { id: '1', type: 'error', payload: [{ message }] },
    ]);
    expect(answers(await legacy({ query }))).toEqual([
      { id: '1', type: 'error', payload: { message } },
    ]);
  });

  it('is answered whole when the frame is exactly at the limit', async () => {
    const overhead = JSON.stringify({
      id: '1',
      type: 'next',
      payload: { data: { big: '' } },
    }).length;
    const fits = await transport({ query: `{ big(bytes: ${131_072 - overhead}) }` });
    expect(types(fits)).toEqual(['next', 'complete']);
    const over = await transport({ query: `{ big(bytes: ${131_072 - overhead + 1}) }` });
    expect(types(over)).toEqual(['error']);
  });

  it('is answered an error when the gateway takes less than its limit', async () => {
    const world = await ready(createWorld());
    world.sockets.failPosts('c', ['too-large']);
    await world.send('c', subscribe({ query: '{ version }' }));
    expect(types(world)).toEqual(['error']);
  });

  it('is answered an error when its result is no JSON', async () => {
    const world = await transport({ query: '{ number }' });
    expect(answers(world)).toEqual([
      {
        id: '1',
        type: 'error',
        payload: [{ message: 'The result can not be written as JSON' }],
      },
    ]);
  });

  it('is answered an error when it takes longer than the invocation has', async () => {
    const world = await ready(createWorld());
    await world.send('c', subscribe({ query: '{ slow }' }), { remainingMs: 5_000 });
    expect(answers(world)).toEqual([
      { id: '1', type: 'error', payload: [{ message: 'Internal server error' }] },
    ]);
  });

  it('posts no complete when the connection is gone', async () => {
    const world = await ready(createWorld());
    world.sockets.drop('c');
    await world.send('c', subscribe({ query: '{ version }' }));
    expect(world.sockets.posts.map(({ outcome }) => outcome)).toEqual(['sent', 'gone']);
  });
});

describe('an operation that is refused before it runs', () => {
  const query = '{ version }';

  // "syntax error, ... an `error` for the id is allowed and kinder: it keeps the socket"
  it('is answered an error when its text does not parse', async () => {
    const world = await transport({ query: '{' });
    expect(answers(world)).toMatchObject([
      {
        id: '1',
        type: 'error',
        payload: [{ message: 'Syntax Error: Expected Name, found <EOF>.' }],
      },
    ]);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(answers(await legacy({ query: '{' }))).toMatchObject([
      { id: '1', type: 'error', payload: { message: 'Syntax Error: Expected Name, found <EOF>.' } },
    ]);
  });

  // "validation error, `data` with `{errors}` and then `complete`"
  it('is answered an error, legacy data and complete, when it does not fit the schema', async () => {
    const unknown = { query: '{ unknown }' };
    expect(answers(await transport(unknown))).toMatchObject([
      { id: '1', type: 'error', payload: [{ message: expect.stringContaining('unknown') }] },
    ]);
    expect(answers(await legacy(unknown))).toMatchObject([
      {
        id: '1',
        type: 'data',
        payload: { errors: [{ message: expect.stringContaining('unknown') }] },
      },
      { id: '1', type: 'complete', payload: null },
    ]);
  });

  it.each([
    [{ query: 'query A { version } query B { version }' }],
    [{ query, operationName: 'A' }],
    [{ query, operationName: '' }],
    [{ query: 'fragment F on Query { version }' }],
  ])('is answered an error when %j names no operation', async (payload) => {
    const world = await transport(payload);
    expect(types(world)).toEqual(['error']);
    expect(types(await legacy(payload))).toEqual(['data', 'complete']);
  });

  it('is answered an error when the connection takes subscriptions only', async () => {
    const world = await transport({ query }, { app: { operations: ['subscription'] } });
    expect(answers(world)).toEqual([
      {
        id: '1',
        type: 'error',
        payload: [{ message: 'This connection takes no operations of type query' }],
      },
    ]);
  });

  it('is answered an error when it has more tokens than allowed', async () => {
    const world = await transport({ query: `{ ${'version '.repeat(1_000)} }` });
    expect(types(world)).toEqual(['error']);
  });

  // "syntax, validation, rejected by hook | `error`"
  it('is answered the errors that onSubscribe returns', async () => {
    const seen: unknown[] = [];
    const onSubscribe = (input: unknown) => {
      seen.push(input);
      return [new GraphQLError('over quota', { extensions: { code: 'QUOTA' } })];
    };
    const world = await transport({ query, extensions: { e: 1 } }, { app: { onSubscribe } });
    const payload = { message: 'over quota', extensions: { code: 'QUOTA' } };
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [payload] }]);
    expect(seen).toEqual([
      {
        session: { id: 'ann' },
        operation: {
          id: '1',
          connectionId: 'c',
          type: 'query',
          query,
          operationName: null,
          variables: null,
          extensions: { e: 1 },
        },
      },
    ]);
    expect(answers(await legacy({ query }, { app: { onSubscribe } }))).toEqual([
      { id: '1', type: 'error', payload },
    ]);
  });

  it.each([
    ['too large', 'x'.repeat(200_000), 'The error is over the limit of 131072 bytes (128 KB)'],
    ['no JSON', 1n, 'Internal server error'],
  ])('is answered a short error when its errors are %s', async (_name, detail, message) => {
    const onSubscribe = () => [new GraphQLError('no', { extensions: { detail } })];
    const world = await transport({ query }, { app: { onSubscribe } });
    expect(answers(world)).toMatchObject([{ id: '1', type: 'error', payload: [{ message }] }]);
  });

  it('runs when onSubscribe returns nothing', async () => {
    expect(types(await transport({ query }, { app: { onSubscribe: async () => [] } }))).toEqual([
      'next',
      'complete',
    ]);
  });

  it.each(['onSubscribe', 'context'] as const)(
    'is answered an error when %s throws',
    async (hook) => {
      const fails = () => {
        throw new Error('no');
      };
      const world = await transport({ query }, { app: { [hook]: fails } });
      expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [{ message: 'no' }] }]);
    },
  );
});

describe('an operation of a connection that may not run it', () => {
  // "subscribe before ack | 4401 | fatal frame, delete"
  it('ends the connection with 4401 before the acknowledgement', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws', { headers: { authorization: 'ann' } });
    await world.send('c', subscribe({ query: '{ version }' }));
    expect(world.frames('c')).toEqual([{ type: '4401: Unauthorized' }]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  // "write nothing, run nothing, DeleteConnection: the client reconnects and registers"
  it('closes the connection when it has no row', async () => {
    const ran: unknown[] = [];
    const onSubscribe = (input: unknown) => void ran.push(input);
    for (const frame of [subscribe({ query: '{ version }' }), start({ query: '{ version }' })]) {
      const world = createWorld({ app: { onSubscribe } });
      world.sockets.open('c');
      await world.send('c', frame);
      expect(world.frames('c')).toEqual([]);
      expect(world.sockets.isOpen('c')).toBe(false);
      expect(await world.store.subscription('c', '1')).toBeNull();
    }
    expect(ran).toEqual([]);
  });

  it.each([subscribe({ query: '{ version }' }), 'nonsense', { type: 'unknown' }])(
    'closes without a frame when the credentials have ended: %j',
    async (frame) => {
      const world = createWorld();
      const expiresAt = world.clock.nowMs() / 1_000 + 60;
      await ready(world, 'graphql-transport-ws', { authorization: `ann@${expiresAt}` });
      world.clock.advance(60_000);
      await world.send('c', frame);
      expect(answers(world)).toEqual([]);
      expect(world.sockets.isOpen('c')).toBe(false);
      expect(world.sockets.closes).toHaveLength(1);
    },
  );

  it('posts nothing when the credentials end while it runs', async () => {
    const world = createWorld({
      app: { context: () => void world.clock.advance(60_000) },
    });
    const expiresAt = world.clock.nowMs() / 1_000 + 60;
    await ready(world, 'graphql-transport-ws', { authorization: `ann@${expiresAt}` });
    await world.send('c', subscribe({ query: '{ version }' }), { remainingMs: 900_000 });
    expect(answers(world)).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  it.each([{ type: 'ping' }, { type: 'pong' }, { type: 'complete', id: '1' }])(
    'still handles %j when the credentials have ended',
    async (frame) => {
      const world = createWorld();
      const expiresAt = world.clock.nowMs() / 1_000 + 60;
      await ready(world, 'graphql-transport-ws', { authorization: `ann@${expiresAt}` });
      world.clock.advance(60_000);
      await world.send('c', frame);
      expect(world.sockets.isOpen('c')).toBe(true);
    },
  );
});
