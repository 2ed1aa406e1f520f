import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready } from './testing/world.ts';

const longId = 'é'.repeat(65);

// "malformed message | 4400 | fatal frame, delete"
describe('a malformed frame over graphql-transport-ws', () => {
  it.each([
    'nonsense',
    '',
    'null',
    '[]',
    {},
    { type: 'unknown' },
    { type: 'connection_ack' },
    { type: 'next', id: '1', payload: {} },
    { type: 'error', id: '1', payload: [{ message: 'x' }] },
    { type: 'ka' },
    { type: 'start', id: '1', payload: { query: '{ version }' } },
    { type: 'connection_terminate' },
    { type: 'subscribe', id: '', payload: { query: '{ version }' } },
    { type: 'subscribe', id: '1' },
    { type: 'complete' },
    { type: 'ping', payload: 'x' },
    { type: 'connection_init', payload: [] },
  ])('ends the connection with 4400: %j', async (frame) => {
    const world = await ready(createWorld());
    await world.send('c', frame);
    expect(answers(world)).toEqual([{ type: '4400: Invalid message received' }]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  it('is an error for the operation when its id is too long', async () => {
    const world = await ready(createWorld());
    await world.send('c', { type: 'subscribe', id: longId, payload: { query: '{ version }' } });
    expect(answers(world)).toEqual([
      {
        id: longId,
        type: 'error',
        payload: [{ message: 'Operation ids are limited to 128 bytes' }],
      },
    ]);
    expect(world.sockets.isOpen('c')).toBe(true);
  });

  it('ends with 4401 when its id is too long and nothing was acknowledged', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws');
    await world.send('c', { type: 'subscribe', id: longId, payload: { query: '{ version }' } });
    expect(world.frames('c')).toEqual([{ type: '4401: Unauthorized' }]);
  });

  it('logs nothing of what it says', async () => {
    const world = await ready(createWorld());
    await world.send('c', 'secret');
    expect(world.log.text()).not.toContain('secret');
  });
});

// "malformed message | `connection_error` or `error`, no close"
describe('a malformed frame over the legacy subprotocol', () => {
  it.each(['nonsense', 'null', { type: 'start', payload: { query: 'q' } }, { type: 'stop' }])(
    'is answered a connection_error with a null id when it names no operation: %j',
    async (frame) => {
      const world = await ready(createWorld(), 'graphql-ws');
      await world.send('c', frame);
      expect(answers(world)).toMatchObject([{ id: null, type: 'connection_error' }]);
      expect(world.sockets.isOpen('c')).toBe(true);
    },
  );

  it.each([
    { type: 'start', id: '1' },
    { type: 'start', id: longId, payload: { query: 'q' } },
  ])('is answered an error for the operation that it names: %j', async (frame) => {
    const world = await ready(createWorld(), 'graphql-ws');
    await world.send('c', frame);
    expect(answers(world)).toMatchObject([{ id: frame.id, type: 'error' }]);
    expect(world.sockets.isOpen('c')).toBe(true);
  });

  // "also unknown type: `Invalid message type!`, no close"
  it.each([{ type: 'unknown' }, { type: 'connection_ack' }, {}])(
    'is an invalid message type: %j',
    async (frame) => {
      const world = await ready(createWorld(), 'graphql-ws');
      await world.send('c', frame);
      expect(answers(world)).toEqual([
        { type: 'error', payload: { message: 'Invalid message type!' } },
      ]);
      expect(world.sockets.isOpen('c')).toBe(true);
    },
  );
});

describe('a frame that asks for no operation', () => {
  // "answer `pong` as soon as possible. The reference echoes the payload"
  it.each(['graphql-transport-ws', 'graphql-ws', 'unregistered'])(
    'is answered pong without a look at the table when it is a ping: %s',
    async (subprotocol) => {
      const world = createWorld({
        store: (store) => ({
          ...store,
          connection: () => Promise.reject(new Error('read')),
          complete: () => Promise.reject(new Error('written')),
        }),
      });
      if (subprotocol === 'unregistered') world.sockets.open('c');
      else await world.connect('c', subprotocol);
      await world.send('c', { type: 'ping' });
      await world.send('c', { type: 'ping', payload: { at: 1 } });
      await world.send('c', { type: 'pong', payload: {} });
      expect(world.frames('c')).toEqual([{ type: 'pong' }, { type: 'pong', payload: { at: 1 } }]);
      expect(world.sockets.isOpen('c')).toBe(true);
    },
  );

  // "`connection_terminate` | server closes"
  it('closes when a legacy client terminates', async () => {
    const world = await ready(createWorld(), 'graphql-ws');
    await world.send('c', { type: 'connection_terminate' });
    expect(answers(world)).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  it.each(['nonsense', { type: 'unknown' }, { type: 'ping', payload: 'x' }])(
    'closes without a frame when the connection has no row: %j',
    async (frame) => {
      const world = createWorld();
      world.sockets.open('c');
      await world.send('c', frame);
      expect(world.frames('c')).toEqual([]);
      expect(world.sockets.isOpen('c')).toBe(false);
    },
  );
});
