import type { Log } from '@skein/pubsub';
import type { PostOutcome, Sockets } from '@skein/sockets';
import type { Subscriber } from '@skein/store';
import type { Budget } from './budget.ts';
import type { Pacer } from './pacer.ts';
import type { Runtime } from './runtime.ts';
import type { Tally } from './tally.ts';

/**
 * What became of one frame.
 * `expired`: the subscriber's credentials ended before it could be posted.
 * `late`: no time was left to try. `refused`: tried, throttled or failed or forbidden, and given up for now.
 */
export type Posted = 'sent' | 'gone' | 'too-large' | 'expired' | 'late' | 'refused';

/** Posts and closes for one event, within its time and the environment's pace. */
export interface Poster {
  post(subscriber: Subscriber, frame: string): Promise<Posted>;
  /** DeleteConnection, once per connection however often it is asked for. */
  close(subscriber: Subscriber): Promise<void>;
}

export interface PosterOptions {
  readonly sockets: Sockets;
  readonly pacer: Pacer;
  readonly runtime: Runtime;
  readonly budget: Budget;
  readonly tally: Tally;
  readonly log: Log;
  /** Where connections without an endpoint of their own are posted to. */
  readonly defaultEndpoint: string | null;
}

/** A post is given up under 5 s: the shortest invocation is as long. */
const POST_TIMEOUT_MS = 3_000;

/** The last posts reach into the time that is kept back: one cut off too early arrives, and is posted again. */
const SHORTEST_POST_MS = 750;

/** A 429 may mean one slow client's buffer: few attempts, then the queue. */
const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 100;

/** Makes the poster of one event. */
export function createPoster(options: PosterOptions): Poster {
  const { sockets, pacer, runtime, budget, tally, log, defaultEndpoint } = options;
  const closed = new Set<string>();
  const forbidden = new Set<string | null>();

  const reportForbidden = (endpoint: string | null) => {
    if (forbidden.has(endpoint)) return;
    forbidden.add(endpoint);
    log.error('post_forbidden', { endpoint });
  };

  const attempt = async (
    subscriber: Subscriber,
    endpoint: string,
    frame: string,
  ): Promise<PostOutcome | 'expired' | 'late'> => {
    if (!(await pacer.turn(budget.leftMs()))) return 'late';
    // Both may have passed while the turn came.
    if (isExpired(subscriber, runtime.nowMs())) return 'expired';
    if (budget.leftMs() <= 0) return 'late';
    const timeoutMs = Math.min(POST_TIMEOUT_MS, Math.max(budget.leftMs(), SHORTEST_POST_MS));
    tally.attempted();
    return sockets.post({ connectionId: subscriber.connectionId, endpoint }, frame, { timeoutMs });
  };

  const post = async (subscriber: Subscriber, frame: string): Promise<Posted> => {
    const endpoint = subscriber.callbackUrl ?? defaultEndpoint;
    if (endpoint !== null) {
      for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts += 1) {
        const outcome = await attempt(subscriber, endpoint, frame);
        if (outcome === 'late') return attempts === 1 ? 'late' : 'refused';
        if (outcome === 'forbidden') break;
        if (outcome !== 'throttled' && outcome !== 'failed') return outcome;
        if (attempts === MAX_ATTEMPTS) return 'refused';
        const waitMs = runtime.random() * FIRST_BACKOFF_MS * 2 ** attempts;
        await runtime.sleep(Math.max(0, Math.min(waitMs, budget.leftMs())));
      }
    }
    reportForbidden(endpoint);
    return 'refused';
  };

  const close = async ({ connectionId, callbackUrl }: Subscriber): Promise<void> => {
    const endpoint = callbackUrl ?? defaultEndpoint;
    if (endpoint === null) return reportForbidden(endpoint);
    if (closed.has(connectionId)) return;
    closed.add(connectionId);
    const timeoutMs = Math.min(POST_TIMEOUT_MS, budget.leftMs());
    if (timeoutMs <= 0 || !(await pacer.turn(timeoutMs))) return;
    const outcome = await sockets.close({ connectionId, endpoint }, { timeoutMs });
    // The next event tries again: nothing was delivered meanwhile.
    if (outcome !== 'closed') log.warn('close_failed', { connectionId, outcome });
  };

  return { post, close };
}

/** Whether the credentials that it was subscribed with have ended. */
export function isExpired({ expiresAt }: Subscriber, nowMs: number): boolean {
  return expiresAt !== null && expiresAt * 1_000 <= nowMs;
}
