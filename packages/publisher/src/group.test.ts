import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };
const next = (id: string, data: object) => ({ id, type: 'next', payload: { data } });

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
    expect(stage.contexts).toContainEqual({
      phase: 'deliver',
      session: { id: 'bob' },
      operation: { query: `subscription ${query}`, operationName: null, variables: null },
    });
  });

  it('of one event get contexts of their own, and of the next event again', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.publish('NOTED', NOTE);
    await stage.publish('NOTED', NOTE);
    expect(stage.contexts).toHaveLength(2);
  });
});
