import { describe, expect, it } from 'vitest';
import { createEnding } from './ending.ts';

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((done) => setImmediate(done));
};

/** Whether a promise has resolved, a few turns from now. */
const isDone = async (promise: Promise<void>): Promise<boolean> => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await turns(3);
  return done;
};

describe('createEnding', () => {
  it('keeps iterators waiting until it is closed, and tells that one waits', async () => {
    const ending = createEnding();
    expect(await isDone(ending.waiting)).toBe(false);
    const wait = ending.wait();
    expect([await isDone(ending.waiting), await isDone(wait)]).toEqual([true, false]);
    ending.close();
    expect(await isDone(wait)).toBe(true);
  });

  it('abandons a source that pulls on and on after it was closed', async () => {
    const ending = createEnding();
    ending.close();
    for (let pull = 0; pull < 10; pull += 1) expect(await isDone(ending.wait())).toBe(true);
    expect(await isDone(ending.abandoned)).toBe(false);
    expect(await isDone(ending.wait())).toBe(false);
    expect(await isDone(ending.abandoned)).toBe(true);
  });
});
