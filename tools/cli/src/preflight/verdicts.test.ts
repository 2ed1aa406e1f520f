import { describe, expect, it } from 'vitest';
import type { AccountQuotas } from './account-quotas.ts';
import { type DeclaredLoad, needsOf } from './needs.ts';
import { verdictsOf } from './verdicts.ts';

const quota = (value: number) => ({ value, source: 'account' }) as const;

const QUOTAS: AccountQuotas = {
  requestsPerSecond: quota(10_000),
  connectsPerSecond: quota(500),
  concurrency: quota(1_000),
  unreserved: quota(1_000),
  publishesPerSecond: quota(300),
};

const LOAD: DeclaredLoad = {
  clients: 7_200,
  subscriptions: 1,
  events: 1,
  fanOut: 1_000,
  pingSeconds: null,
  publisherSeconds: 0.2,
  messages: 10,
  stormSeconds: 60,
  handlerSeconds: 0.1,
  reserved: 10,
};

const verdict = (changes: Partial<DeclaredLoad>, quotas: Partial<AccountQuotas> = {}) =>
  Object.fromEntries(
    verdictsOf(needsOf({ ...LOAD, ...changes }), { ...QUOTAS, ...quotas }).map((one) => [
      one.what,
      one.verdict,
    ]),
  );

describe('needsOf', () => {
  it('adds up posts, messages, pings and connects', () => {
    expect(needsOf({ ...LOAD, pingSeconds: 300 })).toEqual({
      requestsPerSecond: 1_000 + 30 + 24 + 4,
      stormRequestsPerSecond: 1_000 + 30 + 24 + 480,
      connectsPerSecond: 120,
      concurrency: expect.closeTo((480 + 10) * 0.1 + 0.2),
      reserved: 10,
      publishesPerSecond: 1,
    });
  });
});

describe('verdictsOf', () => {
  it('is ok when everything is under 60 %', () => {
    expect(new Set(Object.values(verdict({})))).toEqual(new Set(['ok']));
  });

  it('is tight when more than 60 % of the requests go into it, and over when it takes more than all', () => {
    expect(verdict({ events: 6 })['requests and posts a second']).toBe('tight');
    expect(verdict({ events: 10 })['requests and posts a second']).toBe('over');
  });

  it('is over when everybody is to be back sooner than the account lets them in', () => {
    expect(verdict({ clients: 30_000 })['new connections a second']).toBe('ok');
    expect(verdict({ clients: 30_001 })['new connections a second']).toBe('over');
  });

  it('is over when a reservation leaves less than 100 to other functions', () => {
    expect(verdict({ reserved: 5 }, { unreserved: quota(104) })['concurrency to reserve']).toBe(
      'over',
    );
    expect(verdict({ reserved: 0 }, { unreserved: quota(10) })['concurrency to reserve']).toBe(
      'ok',
    );
  });

  it('is over when more is published than SNS takes', () => {
    expect(verdict({ events: 301, fanOut: 1 })['events published a second']).toBe('over');
  });
});
