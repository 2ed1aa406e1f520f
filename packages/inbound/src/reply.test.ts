import { createMemorySockets } from '@skein/sockets/memory';
import { describe, expect, it } from 'vitest';
import { createReply } from './reply.ts';
import { createTestLog } from './testing/log.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

function createClient({ timeMs = 10_000 } = {}) {
  const clock = createVirtualClock();
  const sockets = createMemorySockets();
  const log = createTestLog();
  const endMs = clock.nowMs() + timeMs;
  const tooLate = new AbortController();
  sockets.open('c');
  const reply = createReply({
    sockets,
    address: { connectionId: 'c', endpoint: 'http://gateway.test' },
    runtime: clock,
    log,
    leftMs: () => endMs - clock.nowMs(),
    signal: tooLate.signal,
  });
  return { clock, sockets, log, reply, tooLate };
}

describe('createReply', () => {
  it('posts again when it is throttled or fails', async () => {
    const { clock, sockets, reply } = createClient();
    sockets.failPosts('c', ['throttled', 'failed', 'throttled']);
    expect(await clock.settle(reply.post('x'))).toBe('sent');
    expect(sockets.posts).toHaveLength(4);
    expect(sockets.frames('c')).toEqual(['x']);
  });

  it.each(['gone', 'too-large', 'forbidden'] as const)(
    'does not post again when it is %s',
    async (fault) => {
      const { clock, sockets, reply } = createClient();
      sockets.failPosts('c', [fault]);
      expect(await clock.settle(reply.post('x'))).toBe(fault);
      expect(sockets.posts).toHaveLength(1);
    },
  );

  it('gives up, and says so, when the time is over', async () => {
    const { clock, sockets, reply, log } = createClient({ timeMs: 2_000 });
    sockets.failPosts('c', Array(100).fill('throttled'));
    const startMs = clock.nowMs();
    expect(await clock.settle(reply.post('x'))).toBe('throttled');
    expect(clock.nowMs() - startMs).toBe(2_000);
    expect(sockets.posts.length).toBeLessThan(20);
    expect(log.lines).toEqual(['error post_failed']);
  });

  it('posts and closes nothing when it is too late', async () => {
    const { clock, sockets, reply, tooLate } = createClient();
    tooLate.abort();
    expect(await clock.settle(reply.post('x'))).toBe('failed');
    await clock.settle(reply.close());
    expect(sockets.posts).toEqual([]);
    expect(sockets.isOpen('c')).toBe(true);
  });

  it('closes again when that is throttled', async () => {
    const { clock, sockets, reply } = createClient();
    sockets.failCloses('c', ['throttled', 'failed']);
    await clock.settle(reply.close());
    expect(sockets.isOpen('c')).toBe(false);
  });

  it('closes 100 ms after a last frame', async () => {
    const { clock, sockets, reply } = createClient();
    const ended = reply.end('verdict');
    await clock.settle(clock.sleep(99));
    expect(sockets.frames('c')).toEqual(['verdict']);
    expect(sockets.isOpen('c')).toBe(true);
    await clock.settle(ended);
    expect(sockets.isOpen('c')).toBe(false);
  });

  it('reports an endpoint that is forbidden as an error', async () => {
    const { clock, sockets, reply, log } = createClient();
    sockets.failPosts('c', ['forbidden']);
    await clock.settle(reply.post('x'));
    expect(log.lines).toEqual(['error post_forbidden']);
  });
});
