import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../sockets.ts';
import { createMemorySockets } from './memory-sockets.ts';

const at = (connectionId: string) => ({ connectionId, endpoint: 'http://sockets.test' });
const options = { timeoutMs: 1_000 };

describe('createMemorySockets', () => {
  it('keeps each connection its frames in order', async () => {
    const sockets = createMemorySockets();
    sockets.open('a');
    sockets.open('b');
    await sockets.post(at('a'), '1', options);
    await sockets.post(at('b'), '2', options);
    await sockets.post(at('a'), '3', options);
    expect([sockets.frames('a'), sockets.frames('b')]).toEqual([['1', '3'], ['2']]);
  });

  it('is gone before a connection is open and after it has ended', async () => {
    const sockets = createMemorySockets();
    expect(await sockets.post(at('a'), '1', options)).toBe('gone');
    sockets.open('a');
    sockets.drop('a');
    expect(await sockets.post(at('a'), '2', options)).toBe('gone');
    expect(sockets.frames('a')).toEqual([]);
  });

  it('ends the connection and tells of it once when the server closes it', async () => {
    const ended: string[] = [];
    const sockets = createMemorySockets({ onClose: (connectionId) => ended.push(connectionId) });
    sockets.open('a');
    expect(await sockets.close(at('a'), options)).toBe('closed');
    expect(await sockets.close(at('a'), options)).toBe('closed');
    expect(sockets.isOpen('a')).toBe(false);
    expect([ended, sockets.closes.length]).toEqual([['a'], 2]);
  });

  it('fails as programmed and then goes on', async () => {
    const sockets = createMemorySockets();
    sockets.open('a');
    sockets.failPosts('a', ['throttled', 'failed']);
    const outcomes = [];
    for (const frame of ['1', '2', '3']) outcomes.push(await sockets.post(at('a'), frame, options));
    expect(outcomes).toEqual(['throttled', 'failed', 'sent']);
    expect(sockets.frames('a')).toEqual(['3']);
  });

  it('refuses a message over the limit and takes one of the limit', async () => {
    const sockets = createMemorySockets();
    sockets.open('a');
    expect(await sockets.post(at('a'), 'x'.repeat(MAX_MESSAGE_BYTES), options)).toBe('sent');
    expect(await sockets.post(at('a'), 'x'.repeat(MAX_MESSAGE_BYTES + 1), options)).toBe(
      'too-large',
    );
  });
});
