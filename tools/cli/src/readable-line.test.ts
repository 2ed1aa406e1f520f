import { describe, expect, it } from 'vitest';
import { readableLine } from './readable-line.ts';

const line = (fields: object) =>
  `[publisher] ${JSON.stringify({ time: '2026-01-31T12:00:00Z', level: 'warn', app: 'publisher', event: 'odd', ...fields })}`;

describe('readableLine', () => {
  it('writes an entry of the log as a line, with its fields', () => {
    expect(readableLine(line({ field: 'Subscription.said', count: 2, message: 'Mend it.' }))).toBe(
      '[publisher] warn odd field=Subscription.said count=2\n    Mend it.',
    );
  });

  it('writes the stack of an error, and of its cause, in lines of their own', () => {
    const error = {
      name: 'Error',
      message: 'no',
      stack: 'Error: no\n    at app.ts:1:2\n    at run (node:internal/x:1:1)',
      cause: { name: 'TypeError', message: 'why' },
    };
    expect(readableLine(line({ error }))).toBe(
      [
        '[publisher] warn odd',
        '    Error: no',
        '        at app.ts:1:2',
        '    caused by TypeError: why',
      ].join('\n'),
    );
  });

  it.each([
    'plain text',
    '[message] console.log of an application',
    '[message] {"its":"own","json":1}',
    '[message] {"level":"warn"',
    '[message] {"level":1,"event":2}',
  ])('leaves %s as it is', (text) => {
    expect(readableLine(text)).toBe(text);
  });
});
