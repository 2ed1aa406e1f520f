import type { Subprotocol } from '@skein/protocol';
import type { Difference } from './difference.ts';

/** A scripted conversation in raw frames: the same is held with this system and with the reference server. */
export interface Conversation {
  readonly name: string;
  /** What is offered at the upgrade. */
  readonly subprotocol: Subprotocol;
  readonly steps: readonly Step[];
  /** Where this system answers otherwise, and why. */
  readonly permits: readonly Difference[];
}

/**
 * What the conversations' subscriptions wait on: comments on a repository of the conversation's own, the numbers, or the
 * values of a room of its own.
 */
export type Source = 'comments' | 'numbers' | 'room';

export type Step =
  | { readonly step: 'say'; readonly frames: readonly unknown[] }
  | { readonly step: 'hear'; readonly frames: number }
  | { readonly step: 'hear the end'; readonly ids: readonly string[] }
  | { readonly step: 'hear the close' }
  | {
      readonly step: 'until it stands';
      readonly id: string;
      readonly source: Source;
      readonly alias: string;
    }
  | { readonly step: 'publish'; readonly source: Source; readonly value: unknown };

/** Sends frames at once: a text as it is, anything else as JSON. `{{repository}}` becomes a name of its own. */
export const say = (...frames: readonly unknown[]): Step => ({ step: 'say', frames });

/** Waits for that many frames, or the close. */
export const hear = (frames: number): Step => ({ step: 'hear', frames });

/** Waits until each operation was told that it ended. */
export const hearTheEnd = (...ids: readonly string[]): Step => ({ step: 'hear the end', ids });

/** Waits for the close. */
export const hearTheClose: Step = { step: 'hear the close' };

/**
 * Publishes until the operation gets a result: neither protocol tells when a subscription stands. Those results are left
 * out. `alias` is a response key that tells a subscription from an earlier one with its id.
 */
export const untilItStands = (
  id: string,
  { source = 'comments', alias = '' }: { readonly source?: Source; readonly alias?: string } = {},
): Step => ({ step: 'until it stands', id, source, alias });

/** Publishes one event: a comment with that content, or that number. */
export const publish = (value: unknown, source: Source = 'comments'): Step => ({
  step: 'publish',
  source,
  value,
});

/** Subscriptions to the two sources. */
export const COMMENTS =
  'subscription { commentAdded(repoFullName: "{{repository}}") { author content } }';
export const NUMBERS = 'subscription { numberIncremented }';
