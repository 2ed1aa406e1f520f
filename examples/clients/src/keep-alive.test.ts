import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '../test/fake-socket.ts';
import { createLegacyClient } from './legacy.ts';
import { createPlainClient } from './plain.ts';
import { createSocket } from './socket.ts';

const MINUTES = 60_000;
const options = { url: 'ws://localhost', token: async () => 'token', spreadMs: 1_000 };
const query = 'subscription { numberIncremented }';
const sink = { next: () => undefined, error: () => undefined, complete: () => undefined };

beforeEach(() => {
  FakeSocket.opened = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The server accepts the connection. */
async function accept(): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0);
  const socket = FakeSocket.last;
  socket.open();
  await vi.advanceTimersByTimeAsync(0);
  socket.receive({ type: 'connection_ack' });
  await vi.advanceTimersByTimeAsync(0);
  return socket;
}

describe.each([
  ['createSocket', (refetch: () => void) => createSocket({ ...options, refetch })],
  ['createPlainClient', (refetch: () => void) => createPlainClient({ ...options, refetch })],
])('%s', (_name, create) => {
  it('opens no connection before there is a subscription', async () => {
    create(() => undefined);
    await vi.advanceTimersByTimeAsync(20 * MINUTES);
    expect(FakeSocket.opened).toHaveLength(0);
  });

  it('pings every 5 minutes', async () => {
    create(() => undefined).subscribe({ query }, sink);
    const socket = await accept();
    expect(socket.types).toEqual(['connection_init', 'subscribe']);
    for (let pings = 1; pings <= 3; pings += 1) {
      await vi.advanceTimersByTimeAsync(5 * MINUTES);
      expect(socket.types.filter((type) => type === 'ping')).toHaveLength(pings);
      socket.receive({ type: 'pong' });
    }
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('connects anew when a ping has no answer, and subscribes again', async () => {
    create(() => undefined).subscribe({ query }, sink);
    await accept();
    await vi.advanceTimersByTimeAsync(5 * MINUTES + 10_000 + options.spreadMs);
    expect(FakeSocket.opened).toHaveLength(2);
    const socket = await accept();
    expect(socket.types).toEqual(['connection_init', 'subscribe']);
    await vi.advanceTimersByTimeAsync(5 * MINUTES);
    expect(socket.types.at(-1)).toBe('ping');
  });

  it('reads the state anew 2 s after each connection', async () => {
    const refetch = vi.fn();
    create(refetch).subscribe({ query }, sink);
    const socket = await accept();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(refetch).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(refetch).toHaveBeenCalledTimes(1);
    socket.close(1001, 'Going away');
    await vi.advanceTimersByTimeAsync(options.spreadMs);
    await accept();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(refetch).toHaveBeenCalledTimes(2);
  });

  it.each([1000, 1001, 1005, 1006])('comes back after a close with %i', async (code) => {
    create(() => undefined).subscribe({ query }, sink);
    const socket = await accept();
    socket.close(code, '');
    await vi.advanceTimersByTimeAsync(options.spreadMs);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  it('leaves no timer behind when its last subscription ends', async () => {
    const unsubscribe = create(() => undefined).subscribe({ query }, sink);
    const socket = await accept();
    unsubscribe();
    expect(socket.types.at(-1)).toBe('complete');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(socket.readyState).toBe(FakeSocket.CLOSED);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('createLegacyClient', () => {
  it('sends a query every 9 minutes', async () => {
    const client = createLegacyClient({
      ...options,
      onRefused: () => undefined,
      webSocketImpl: FakeSocket,
    });
    client.request({ query }).subscribe({});
    const socket = await accept();
    expect(socket.types).toEqual(['connection_init', 'start']);
    await vi.advanceTimersByTimeAsync(9 * MINUTES);
    expect(socket.sent.at(-1)).toMatchObject({
      type: 'start',
      payload: { query: expect.stringContaining('__typename') },
    });
    await vi.advanceTimersByTimeAsync(9 * MINUTES);
    expect(socket.types.filter((type) => type === 'start')).toHaveLength(3);
    client.close();
    const { length } = socket.sent;
    await vi.advanceTimersByTimeAsync(20 * MINUTES);
    expect(socket.sent).toHaveLength(length);
    expect(FakeSocket.opened).toHaveLength(1);
  });
});
