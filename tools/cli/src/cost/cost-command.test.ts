import { describe, expect, it } from 'vitest';
import { costTable } from './cost-command.ts';

describe('costTable', () => {
  it('says what was asked, and ends with the sum', () => {
    const lines = costTable({
      clients: 100,
      subscriptions: 2,
      events: 0,
      fanOut: 0,
      pingSeconds: null,
      publisherSeconds: 0.1,
      payloadKb: 1,
      rowKb: 0.2,
      memoryGb: 1.7,
    }).split('\n');
    expect(lines[0]).toMatch(/^100 clients with 2 subscriptions each; 0 events a second/);
    expect(lines.at(-1)).toMatch(/^ {2}a month +\$1\.\d\d$/);
  });
});
