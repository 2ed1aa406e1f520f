import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };

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
