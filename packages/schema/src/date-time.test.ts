import { describe, expect, it } from 'vitest';
import { dateTime } from './date-time.ts';

describe('dateTime', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
    [new Date('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00.000Z'],
  ])('serialises %s', (value, text) => {
    expect(dateTime.serialize(value)).toBe(text);
  });

  it.each(['2026-01-31', '2026-01-31T12:00:00+02:00', '2026-13-31T12:00:00Z', 1, null])(
    'refuses %s',
    (value) => {
      expect(() => dateTime.serialize(value)).toThrow('DateTime is an ISO 8601 string in UTC');
      expect(() => dateTime.parseValue(value)).toThrow('DateTime is an ISO 8601 string in UTC');
    },
  );
});
