import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventDigest } from './event-digest.ts';

const NOTHING = {
  keys: 1,
  rows: 0,
  groups: 0,
  filtered: 0,
  sent: 0,
  gone: 0,
  expired: 0,
  completed: 0,
  failed: 0,
  queued: 0,
  parked: 0,
};
const TOPICS = [
  { label: 'BID_PLACED', keys: ['auctionId', 'bidder'] },
  { label: 'OUTBID', keys: [] },
];

function build(topics: Parameters<typeof createEventDigest>[0]['topics'] = () => TOPICS) {
  const lines: string[] = [];
  const digest = createEventDigest({ print: (line) => lines.push(line), topics });
  const event = (topic: string | null, counts: object = {}) =>
    digest.add({ level: 'info', event: 'event_delivered', ...NOTHING, topic, ...counts });
  return { lines, event, close: digest.close };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('createEventDigest', () => {
  it.each([
    [{ rows: 3, sent: 2, filtered: 1 }, 'OUTBID -> 2 delivered, 1 filtered'],
    [{ rows: 1, filtered: 1 }, 'OUTBID -> 0 delivered, 1 filtered'],
    [{ rows: 1 }, 'OUTBID -> 0 delivered'],
    [
      { rows: 5, sent: 1, failed: 1, completed: 1, gone: 1, expired: 1, queued: 1, parked: 1 },
      'OUTBID -> 1 delivered, 1 failed, 1 completed, 1 gone, 1 expired, 1 left to the fan-out queue, 1 parked',
    ],
    [{ parked: 1 }, 'OUTBID -> 0 delivered, 1 parked'],
    [{}, 'OUTBID -> 0 subscribers'],
  ])('tells what became of an event: %j', (counts, line) => {
    const { lines, event } = build();
    event('OUTBID', counts);
    expect(lines).toEqual([line]);
  });

  it('tells of an event that nobody got what may be wrong with it', () => {
    const { lines, event } = build();
    event('BID_PLACD');
    event('BID_PLACED');
    event(null, { parked: 1 });
    expect(lines).toEqual([
      'BID_PLACD -> 0 subscribers (no declared topic has this label; declared: BID_PLACED, OUTBID)',
      'BID_PLACED -> 0 subscribers (nobody subscribed, or to other values of auctionId, bidder)',
      '(no topic) -> 0 delivered, 1 parked',
    ]);
  });

  it.each([[null], [[]]])('lists no topics when none are known: %j', (topics) => {
    const { lines, event } = build(() => topics);
    event('BID_PLACD');
    expect(lines).toEqual(['BID_PLACD -> 0 subscribers']);
  });

  it('lists some of many topics', () => {
    const { lines, event } = build(() =>
      Array.from({ length: 12 }, (_, index) => ({ label: `T${index}`, keys: [] })),
    );
    event('X');
    expect(lines[0]).toMatch(/declared: T0, .*, T9 and 2 more\)$/);
  });

  it('sums up what comes too fast to be read, once a second, until it is slow again', () => {
    const { lines, event } = build();
    for (let sent = 0; sent < 30; sent += 1) event('OUTBID', { rows: 2, sent: 1, filtered: 1 });
    event('BID_PLACED', { rows: 1, sent: 1 });
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('BID_PLACED -> 1 delivered');
    vi.advanceTimersByTime(1_000);
    expect(lines.slice(11)).toEqual(['OUTBID -> 20 delivered, 20 filtered (20 more events)']);
    event('OUTBID', { rows: 1, sent: 1 });
    expect(lines).toHaveLength(12);
    vi.advanceTimersByTime(1_000);
    expect(lines.slice(12)).toEqual(['OUTBID -> 1 delivered (1 more events)']);
    vi.advanceTimersByTime(1_000);
    event('OUTBID', { rows: 1, sent: 1 });
    expect(lines.slice(13)).toEqual(['OUTBID -> 1 delivered']);
  });

  it('tells nothing any more when it is closed', () => {
    const { lines, event, close } = build();
    for (let sent = 0; sent < 11; sent += 1) event('OUTBID', { rows: 1, sent: 1 });
    close();
    vi.advanceTimersByTime(2_000);
    expect(lines).toHaveLength(10);
  });
});
