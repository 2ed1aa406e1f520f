import { setTimeout } from 'node:timers/promises';
import type { Closing, RawSocket } from '../wire/raw-socket.ts';
import { probeIn } from './events.ts';
import { idOf, typeOf } from './transcript.ts';

/** How long a server may take to answer. */
const PATIENCE_MS = 8_000;

/** Everything that a socket hears; results of probes are kept apart. */
export interface Ear {
  /** That many frames, or fewer if the socket closes or nothing more comes. */
  frames(count: number): Promise<readonly unknown[]>;
  /** All frames until each operation ended. */
  untilEnded(ids: readonly string[]): Promise<readonly unknown[]>;
  /** Resolves when the operation gets the result of that probe, under the response key. */
  probed(id: string, options: { readonly probe: number; readonly alias: string }): Promise<void>;
  /** What was not asked for. */
  rest(): readonly unknown[];
  /** Null while the socket is open. */
  closing(): Closing | null;
}

/** Listens to a socket from now on. */
export function createEar(socket: RawSocket): Ear {
  const unread: unknown[] = [];
  const probes: unknown[] = [];
  let closing: Closing | null = null;
  let changed = Promise.withResolvers<void>();
  const tell = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  const follow = async (): Promise<void> => {
    for (;;) {
      const frame = await socket.next();
      (probeIn(frame) === null ? unread : probes).push(frame);
      tell();
    }
  };
  follow().catch(async () => {
    closing = await socket.closed;
    tell();
  });

  const until = async (isEnough: () => boolean): Promise<void> => {
    const late = setTimeout(PATIENCE_MS, 'late' as const, { ref: false });
    while (!isEnough() && closing === null) {
      if ((await Promise.race([changed.promise, late])) === 'late') return;
    }
  };
  return {
    frames: async (count) => {
      await until(() => unread.length >= count);
      return unread.splice(0, count);
    },
    untilEnded: async (ids) => {
      await until(() => ids.every((id) => unread.some((frame) => isEnd(frame, id))));
      return unread.splice(0);
    },
    probed: (id, { probe, alias }) => {
      const isIt = (frame: unknown): boolean =>
        idOf(frame) === id &&
        probeIn(frame) === probe &&
        (alias === '' || JSON.stringify(frame).includes(`"${alias}":`));
      return until(() => probes.some(isIt));
    },
    rest: () => unread,
    closing: () => closing,
  };
}

function isEnd(frame: unknown, id: string): boolean {
  return idOf(frame) === id && ['complete', 'error'].includes(typeOf(frame));
}
