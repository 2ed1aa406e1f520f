import { describe, expect, it } from 'vitest';
import type { FanoutTask } from './ports.ts';
import { createStage, ENDPOINT } from './stage.ts';

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

describe('task', () => {
  it('delivers by the same rules: gone, expired, dropped', async () => {
    const stage = createStage({ sockets: {} });
    await stage.subscribe({ connectionId: 'gone' });
    await stage.subscribe({ connectionId: 'expired', expiresAt: stage.clock.nowMs() / 1_000 });
    await stage.subscribe({ connectionId: 'fine' });
    stage.sockets.drop('gone');
    await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    const reports = await stage.drain();
    expect(reports).toMatchObject([{ gone: 1, expired: 1, sent: 1, keys: 4 }]);
    expect(await stage.isStored('gone')).toBe(false);
    expect(stage.sockets.closes).toMatchObject([{ connectionId: 'expired', endpoint: ENDPOINT }]);
  });

  it('parks an event that a later version of the application refuses', async () => {
    const stage = createStage({ app: {} });
    const task: FanoutTask = {
      v: 1,
      event: { text: '{}', messageId: 'event-1', publishedAtMs: stage.clock.nowMs() },
      hops: 1,
      work: { kind: 'keys', keys: [] },
    };
    expect(await stage.publisher.task(task, () => 30_000)).toMatchObject({ parked: 1 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'bad-envelope' }]);
    expect(stage.queues.parked[0]).not.toHaveProperty('remaining');
  });
});
