import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES, type PostOutcome, type Sockets } from './sockets.ts';

/** A gateway under test: an adapter, and the other side of its connections. */
export interface SocketsHost {
  readonly sockets: Sockets;
  readonly endpoint: string;
  open(connectionId: string): void;
  drop(connectionId: string): void;
  isOpen(connectionId: string): boolean;
  frames(connectionId: string): readonly string[];
  failPost(connectionId: string, fault: Exclude<PostOutcome, 'sent'>): void;
  failClose(connectionId: string, fault: 'throttled' | 'forbidden' | 'failed'): void;
  end(): Promise<void>;
}

const OPTIONS = { timeoutMs: 2_000 };

/** What every adapter of the port does. */
export function describeSockets(name: string, start: () => Promise<SocketsHost>): void {
  describe(name, () => {
    let host: SocketsHost;
    beforeEach(async () => {
      host = await start();
    });
    afterEach(() => host.end());

    const post = (connectionId: string, frame: string) =>
      host.sockets.post({ connectionId, endpoint: host.endpoint }, frame, OPTIONS);
    const close = (connectionId: string) =>
      host.sockets.close({ connectionId, endpoint: host.endpoint }, OPTIONS);

    it('is sent, in the order of the posts, when the connection is open', async () => {
      host.open('a');
      expect(await post('a', '{"type":"next"}')).toBe('sent');
      expect(await post('a', 'grüße 🧶')).toBe('sent');
      expect(host.frames('a')).toEqual(['{"type":"next"}', 'grüße 🧶']);
    });

    it('reaches ids of any characters', async () => {
      const ids = ['dJ=', 'a@b', 'a/b?c#d', '%3D', 'ünï code', '+&'];
      for (const id of ids) host.open(id);
      for (const id of ids) expect(await post(id, id)).toBe('sent');
      expect(ids.map((id) => host.frames(id))).toEqual(ids.map((id) => [id]));
    });

    it('is gone when the connection never was, has ended, or the id is empty', async () => {
      host.open('a');
      host.drop('a');
      expect([await post('never', '1'), await post('a', '1'), await post('', '1')]).toEqual([
        'gone',
        'gone',
        'gone',
      ]);
    });

    it('is too large when the frame is over the limit, and sent when it has its size', async () => {
      host.open('a');
      expect(await post('a', 'ü'.repeat(MAX_MESSAGE_BYTES / 2))).toBe('sent');
      expect(await post('a', `${'ü'.repeat(MAX_MESSAGE_BYTES / 2)}x`)).toBe('too-large');
      expect(host.frames('a')).toHaveLength(1);
    });

    it.each(['gone', 'throttled', 'too-large', 'forbidden', 'failed'] as const)(
      'says %s after one attempt, and goes on, when the gateway does',
      async (fault) => {
        host.open('a');
        host.failPost('a', fault);
        expect(await post('a', '1')).toBe(fault);
        expect(await post('a', '2')).toBe('sent');
        expect(host.frames('a')).toEqual(['2']);
      },
    );

    it('closes a connection, and one that is closed already', async () => {
      host.open('a');
      expect([await close('a'), await close('a'), await close('never')]).toEqual([
        'closed',
        'closed',
        'closed',
      ]);
      expect([host.isOpen('a'), await post('a', '1')]).toEqual([false, 'gone']);
    });

    it.each(['throttled', 'forbidden', 'failed'] as const)(
      'says %s of a close, and leaves the connection, when the gateway does',
      async (fault) => {
        host.open('a');
        host.failClose('a', fault);
        expect([await close('a'), host.isOpen('a')]).toEqual([fault, true]);
        expect([await close('a'), host.isOpen('a')]).toEqual(['closed', false]);
      },
    );
  });
}
