import { describe, expect, it } from 'vitest';
import { type CostedTraffic, monthlyCost, totalOf } from './monthly-cost.ts';

/** The worked example of docs/cost.md. */
const EXAMPLE: CostedTraffic = {
  clients: 10_000,
  subscriptions: 1,
  events: 1,
  fanOut: 1_000,
  pingSeconds: null,
  publisherSeconds: 0.2,
  payloadKb: 1,
  rowKb: 1,
  memoryGb: 0.5,
};

const linesOf = (changes: Partial<CostedTraffic> = {}) =>
  Object.fromEntries(
    monthlyCost({ ...EXAMPLE, ...changes }).map(({ name, dollars }) => [
      name,
      Number(dollars.toFixed(2)),
    ]),
  );

const totalBeforeEgress = (changes: Partial<CostedTraffic> = {}) =>
  totalOf(monthlyCost({ ...EXAMPLE, ...changes }).filter(({ name }) => name !== 'egress'));

describe('monthlyCost', () => {
  it('is the worked example of the cost page', () => {
    expect(linesOf()).toEqual({
      'results sent': 2273.6,
      'connection-minutes': 108,
      'control messages': 8.64,
      'connect, message, disconnect': 7.68,
      publisher: 3.97,
      'DynamoDB reads': 40.5,
      'DynamoDB writes': 13.5,
      SNS: 1.3,
      egress: 222.47,
    });
    expect(Math.round(totalBeforeEgress())).toBe(2457);
  });

  it.each([
    ['the payload has 6 KB', { payloadKb: 6 }, 2457],
    ['the payload has 33 KB', { payloadKb: 33 }, 4531],
    ['an event reaches 10', { fanOut: 10 }, 172],
    ['nothing happens', { events: 0 }, 140],
    ['clients ping every 300 s', { pingSeconds: 300 }, 2457 + 138],
    ['clients ping every 12 s', { pingSeconds: 12 }, 2457 + 3456],
    ['nothing happens but pings, every 300 s', { events: 0, pingSeconds: 300 }, 140 + 173],
  ])('is its variant when %s', (_what, changes, total) => {
    expect(Math.round(totalBeforeEgress(changes))).toBe(total);
  });
});
