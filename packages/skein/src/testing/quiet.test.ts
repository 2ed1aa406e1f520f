import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createQuiet } from './quiet.ts';

describe('createQuiet', () => {
  it('calls back once nothing goes on', async () => {
    await new Promise<void>((resolve) => createQuiet(5).wait(resolve));
  });

  it('waits for what goes on, and for a whole while after it, failed or not', async () => {
    const quiet = createQuiet(40);
    const work = Promise.withResolvers<void>();
    const events: string[] = [];
    const during = quiet.during(work.promise).catch(() => events.push('failed'));
    const over = new Promise<void>((resolve) =>
      quiet.wait(() => {
        events.push('quiet');
        resolve();
      }),
    );
    await wait(100);
    expect(events).toEqual([]);
    const endMs = performance.now();
    work.reject(new Error('no'));
    await during;
    await over;
    expect(events).toEqual(['failed', 'quiet']);
    expect(performance.now() - endMs).toBeGreaterThan(30);
  });

  it('calls back although something goes on, a whole while after the last that began or ended', async () => {
    const quiet = createQuiet(60);
    const over = new Promise<number>((resolve) =>
      quiet.stall(() => resolve(performance.now() - changedAtMs)),
    );
    void quiet.during(new Promise(() => undefined));
    let changedAtMs = performance.now();
    for (let round = 0; round < 4; round += 1) {
      await quiet.during(wait(20));
      changedAtMs = performance.now();
    }
    expect(await over).toBeGreaterThan(30);
  });

  it('calls nobody back who has called it off, and never after an infinite while', async () => {
    const events: string[] = [];
    createQuiet(5).wait(() => events.push('called off'))();
    createQuiet(5).stall(() => events.push('called off'))();
    createQuiet(Number.POSITIVE_INFINITY).wait(() => events.push('infinity'));
    await wait(50);
    expect(events).toEqual([]);
  });
});
