import { randomInt } from 'node:crypto';
import { comment } from '../flows/requests.ts';
import type { Target } from '../target/target.ts';
import type { Source } from './conversation.ts';

/** Publishes a value of a conversation's source. */
export async function publishValue(
  target: Target,
  options: { readonly source: Source; readonly repository: string; readonly value: unknown },
): Promise<void> {
  const { source, repository, value } = options;
  if (source === 'comments') {
    return target.publish('COMMENT_ADDED', comment(repository, String(value)));
  }
  if (source === 'room') return target.publish(`ROOM_${repository}`, { value });
  // A label that no topic declares, with Apollo's payload.
  return target.publish('NUMBER_INCREMENTED', { numberIncremented: value });
}

const FIRST_PROBE = 1_000_000_000;
const LAST_PROBE = 2_000_000_000;

/** A value that no script publishes, and no probe before. */
export function createProbe(): number {
  return randomInt(FIRST_PROBE, LAST_PROBE);
}

/** The probe in a frame; null where there is none. */
export function probeIn(frame: unknown): number | null {
  const found = /\b1\d{9}\b/.exec(JSON.stringify(frame));
  return found === null ? null : Number(found[0]);
}
