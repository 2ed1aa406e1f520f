import type { Clock } from '../clock.ts';
import type { Store } from '../store.ts';

/** A clock that only a test moves; its sleeps end at once and move it. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** A store under test, empty, and what the contract does to its surroundings. */
export interface StoreHarness {
  readonly store: Store;
  readonly clock: ManualClock;
  /** Whether the first answer of every call gets lost: then what only that answer tells is unknown. */
  readonly losesAnswers: boolean;
  /** From now on the index and every eventual read stay as they are. */
  freeze(): Promise<void>;
  /** The index and eventual reads show everything again. */
  catchUp(): Promise<void>;
}

/** Opens an empty store whose default callback URL is `DEFAULT_CALLBACK_URL`. */
export type OpenStore = () => Promise<StoreHarness>;

/** The default callback URL of every store under test. */
export const DEFAULT_CALLBACK_URL = 'https://default.example.com/prod';

/** Creates a clock that stands at a moment of 2026. */
export function createManualClock(): ManualClock {
  let nowMs = Date.UTC(2026, 10, 24, 12, 0, 0, 500);
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { nowMs: () => nowMs, sleep: async (ms) => advance(ms), random: () => 0.5, advance };
}
