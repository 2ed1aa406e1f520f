import { describe, expect, it } from 'vitest';
import { createActivity } from './activity.ts';

function connected(connectionId = 'c=') {
  const activity = createActivity();
  const subprotocol = 'graphql-transport-ws';
  activity.observe({ kind: 'connected', connectionId, subprotocol, connectedAtMs: 1 });
  const say = (kind: 'received' | 'sent', frame: unknown) =>
    activity.observe({ kind, connectionId, text: JSON.stringify(frame) });
  return { activity, say };
}

const subscribe = (id: string, payload: unknown) => ({ type: 'subscribe', id, payload });

describe('createActivity', () => {
  it('shows a connection while it is open, and counts it after', () => {
    const { activity } = connected();
    expect(activity.snapshot()).toEqual({
      connections: [
        {
          connectionId: 'c=',
          subprotocol: 'graphql-transport-ws',
          connectedAtMs: 1,
          operations: [],
          delivered: 0,
        },
      ],
      totals: { connected: 1, delivered: 0, closed: 0 },
    });
    activity.observe({ kind: 'closed', connectionId: 'c=', code: 1000, reason: '' });
    expect(activity.snapshot()).toEqual({
      connections: [],
      totals: { connected: 1, delivered: 0, closed: 1 },
    });
  });

  it.each([
    [{ query: 'subscription Watch { a }' }, 'Watch'],
    [{ query: 'subscription A { a } subscription B { b }', operationName: 'B' }, 'B'],
    [{ query: 'subscription { postCreated { id } }' }, 'postCreated'],
    [{ query: '{ version }' }, 'version'],
    [{}, null],
    [null, null],
  ])('names an operation of %j %s', (payload, name) => {
    const { activity, say } = connected();
    say('received', subscribe('1', payload));
    expect(activity.snapshot().connections[0]?.operations).toEqual([{ id: '1', name }]);
  });

  it.each([
    ['received', { type: 'complete', id: '1' }],
    ['received', { type: 'stop', id: '1' }],
    ['sent', { type: 'complete', id: '1' }],
    ['sent', { type: 'error', id: '1', payload: [] }],
  ] as const)('ends an operation at %s %j', (kind, frame) => {
    const { activity, say } = connected();
    say('received', subscribe('1', {}));
    say(kind, frame);
    expect(activity.snapshot().connections[0]?.operations).toEqual([]);
  });

  it('counts results of both subprotocols, and nothing else that is sent', () => {
    const { activity, say } = connected();
    for (const type of ['next', 'data', 'connection_ack', 'pong']) say('sent', { type, id: '1' });
    expect(activity.snapshot().connections[0]?.delivered).toBe(2);
    expect(activity.snapshot().totals.delivered).toBe(2);
  });

  it('takes whatever a client sends', () => {
    const { activity } = connected();
    for (const text of ['', 'null', '[]', '{"type":{}}', '{"type":"subscribe","id":1}']) {
      activity.observe({ kind: 'received', connectionId: 'c=', text });
    }
    expect(activity.snapshot().connections[0]?.operations).toEqual([]);
  });

  it('tells of changes until it is told to stop', () => {
    const { activity, say } = connected();
    let changes = 0;
    const stop = activity.onChange(() => {
      changes += 1;
    });
    say('received', subscribe('1', {}));
    say('received', { type: 'ping' });
    stop();
    say('received', subscribe('2', {}));
    expect(changes).toBe(1);
  });
});
