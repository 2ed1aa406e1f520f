import type { Log } from '@skein/pubsub';
import type { PostOutcome, SocketAddress, Sockets } from '@skein/sockets';
import type { Runtime } from './inbound.ts';

/** The way back to the client of one message. */
export interface Reply {
  /** Posts one frame, again and again where it is throttled or fails, until the message's time is up. */
  post(frame: string): Promise<PostOutcome>;
  /** DeleteConnection: the client sees 1000 and, with active operations, reconnects at once. */
  close(): Promise<void>;
  /** Posts a last frame, and closes a moment later: the frame is the verdict, the close catches who ignores it. */
  end(frame: string): Promise<void>;
}

export interface ReplyOptions {
  readonly sockets: Sockets;
  readonly address: SocketAddress;
  readonly runtime: Runtime;
  readonly log: Log;
  /** How long the message may still take. */
  leftMs(): number;
  /** Aborted when the message's time is up: from then on nothing is posted. */
  readonly signal?: AbortSignal;
}

/** How long a client may take to read the verdict: a close that overtakes it would be the 1000 that it reconnects after. */
const LAST_FRAME_MS = 100;

const ATTEMPT_TIMEOUT_MS = 4_500;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 1_000;

export function createReply(options: ReplyOptions): Reply {
  const { sockets, address, runtime } = options;

  const post = async (frame: string): Promise<PostOutcome> => {
    const outcome = await untilItGoes(options, (timeoutMs) =>
      sockets.post(address, frame, { timeoutMs }),
    );
    return outcome ?? 'failed';
  };
  const close = async (): Promise<void> => {
    await untilItGoes(options, (timeoutMs) => sockets.close(address, { timeoutMs }));
  };
  return {
    post,
    close,
    end: async (frame) => {
      await post(frame);
      await runtime.sleep(LAST_FRAME_MS);
      await close();
    },
  };
}

/** Repeats what was throttled or failed, with full jitter. Null where no time was left for an attempt. */
async function untilItGoes<Outcome extends string>(
  { address, runtime, log, leftMs, signal }: ReplyOptions,
  attempt: (timeoutMs: number) => Promise<Outcome>,
): Promise<Outcome | null> {
  let outcome: Outcome | null = null;
  for (let backoffMs = FIRST_BACKOFF_MS; leftMs() > 0 && !signal?.aborted; backoffMs *= 2) {
    outcome = await attempt(Math.min(ATTEMPT_TIMEOUT_MS, leftMs()));
    if (outcome !== 'throttled' && outcome !== 'failed') break;
    const waitMs = runtime.random() * Math.min(backoffMs, LONGEST_BACKOFF_MS);
    await runtime.sleep(Math.min(waitMs, leftMs()));
  }
  const { connectionId } = address;
  if (outcome === 'forbidden') log.error('post_forbidden', { connectionId });
  if (outcome === 'throttled' || outcome === 'failed')
    log.error('post_failed', { connectionId, outcome });
  return outcome;
}
