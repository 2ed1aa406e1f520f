import { describe, expect, it } from 'vitest';
import { describeSockets } from '../sockets.contract.ts';
import { createMemorySockets } from './memory-sockets.ts';

const at = (connectionId: string) => ({ connectionId, endpoint: 'http://sockets.test' });
const options = { timeoutMs: 1_000 };

describeSockets('createMemorySockets', async () => {
  const sockets = createMemorySockets();
  return {
    ...sockets,
    sockets,
    endpoint: 'http://sockets.test',
    failPost: (connectionId, fault) => sockets.failPosts(connectionId, [fault]),
    failClose: (connectionId, fault) => sockets.failCloses(connectionId, [fault]),
    end: async () => undefined,
  };
});

describe('createMemorySockets', () => {
  it('records every attempt with its outcome', async () => {
    const sockets = createMemorySockets();
    sockets.open('a');
    sockets.failPosts('a', ['throttled']);
    await sockets.post(at('a'), '1', options);
    await sockets.post(at('a'), '1', options);
    await sockets.close(at('b'), options);
    expect(sockets.posts.map(({ outcome }) => outcome)).toEqual(['throttled', 'sent']);
    expect(sockets.closes).toEqual([{ ...at('b'), outcome: 'closed' }]);
  });

  it('tells of frames, and once of a close, when it is asked to', async () => {
    const told: string[] = [];
    const sockets = createMemorySockets({
      onFrame: (connectionId, frame) => told.push(`${connectionId} got ${frame}`),
      onClose: (connectionId) => told.push(`${connectionId} closed`),
    });
    sockets.open('a');
    await sockets.post(at('a'), '1', options);
    await sockets.close(at('a'), options);
    await sockets.close(at('a'), options);
    expect(told).toEqual(['a got 1', 'a closed']);
  });

  it('comes to what the interceptor says when it says something', async () => {
    const sockets = createMemorySockets({
      intercept: async (_address, frame) => (frame === 'bad' ? 'forbidden' : undefined),
    });
    sockets.open('a');
    expect(await sockets.post(at('a'), 'bad', options)).toBe('forbidden');
    expect(await sockets.post(at('a'), 'good', options)).toBe('sent');
  });
});
