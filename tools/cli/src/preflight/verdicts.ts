import type { AccountQuotas, Quota } from './account-quotas.ts';
import type { Needs } from './needs.ts';

export interface Verdict {
  readonly what: string;
  readonly need: number;
  readonly quota: Quota;
  readonly verdict: 'ok' | 'tight' | 'over';
}

/** The share of a quota up to which a load is at ease: others use the account too, and loads have peaks. */
const COMFORTABLE_SHARE = 0.6;

/** AWS refuses reservations that leave less than this to the functions without one. */
const LEAST_UNRESERVED = 100;

/** Holds what a load takes against what the account allows. */
export function verdictsOf(needs: Needs, quotas: AccountQuotas): readonly Verdict[] {
  return [
    judge('requests and posts a second', needs.requestsPerSecond, quotas.requestsPerSecond),
    // It lasts as long as was declared: all of the quota may go into it.
    judge(
      '… while everybody reconnects',
      needs.stormRequestsPerSecond,
      quotas.requestsPerSecond,
      1,
    ),
    judge('new connections a second', needs.connectsPerSecond, quotas.connectsPerSecond, 1),
    judge('functions at once', needs.concurrency, quotas.concurrency),
    judge('concurrency to reserve', needs.reserved, reservable(quotas.unreserved), 1),
    judge('events published a second', needs.publishesPerSecond, quotas.publishesPerSecond),
  ];
}

function judge(what: string, need: number, quota: Quota, comfortable = COMFORTABLE_SHARE): Verdict {
  if (need <= quota.value * comfortable) return { what, need, quota, verdict: 'ok' };
  return { what, need, quota, verdict: need <= quota.value ? 'tight' : 'over' };
}

const reservable = (unreserved: Quota): Quota => ({
  ...unreserved,
  value: Math.max(0, unreserved.value - LEAST_UNRESERVED),
});
