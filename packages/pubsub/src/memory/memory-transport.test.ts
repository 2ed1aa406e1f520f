import { describe, expect, it } from 'vitest';
import { createMemoryTransport } from './memory-transport.ts';

describe('createMemoryTransport', () => {
  it('collects events, and hands the text of each to whoever listens', async () => {
    const texts: string[] = [];
    const transport = createMemoryTransport((text) => void texts.push(text));
    await transport.publish({ topic: 'A' }, '{"topic":"A"}');
    expect(texts).toEqual(['{"topic":"A"}']);
    expect(transport.announced).toEqual([{ envelope: { topic: 'A' }, text: '{"topic":"A"}' }]);
  });

  it('fails the publish when the listener does', async () => {
    const transport = createMemoryTransport(() => Promise.reject(new Error('down')));
    await expect(transport.publish({ topic: 'A' }, '{"topic":"A"}')).rejects.toThrow('down');
  });
});
