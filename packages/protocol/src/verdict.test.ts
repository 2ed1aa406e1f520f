import fc from 'fast-check';
import { validateMessage } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from './limits.ts';
import type { CloseCode } from './messages.ts';
import { subscriberExists, verdict } from './verdict.ts';

const typeOf = (frame: string): string => JSON.parse(frame).type;
const code = fc.constantFrom<CloseCode>(4400, 4401, 4403, 4409, 4429, 4500);

describe('verdict', () => {
  it.each([
    [4400, '4400: Invalid message received'],
    [4401, '4401: Unauthorized'],
    [4403, '4403: Forbidden'],
    [4429, '4429: Too many initialisation requests'],
    [4500, '4500: Internal server error'],
  ] as const)("says the reference server's reason when none is given for %d", (given, type) => {
    expect(verdict(given)).toBe(JSON.stringify({ type }));
  });

  it('says the given reason, and the default when it is empty', () => {
    expect(typeOf(verdict(4403, 'Token expired'))).toBe('4403: Token expired');
    expect(typeOf(verdict(4403, ''))).toBe('4403: Forbidden');
  });

  it('names the operation for 4409', () => {
    expect(typeOf(verdict(4409, subscriberExists('a1')))).toBe(
      '4409: Subscriber for a1 already exists',
    );
  });

  it('keeps all of 80 characters and cuts the 81st', () => {
    const fits = 'x'.repeat(80 - '4403: '.length);
    expect(typeOf(verdict(4403, fits))).toBe(`4403: ${fits}`);
    expect(typeOf(verdict(4403, `${fits}y`))).toBe(`4403: ${fits}`);
  });

  it('cuts between characters when the limit falls inside a surrogate pair', () => {
    const type = typeOf(verdict(4403, `${'x'.repeat(73)}😀`));
    expect(type).toBe(`4403: ${'x'.repeat(73)}`);
  });

  // "Only the text of `type` surfaces ...; up to 80 characters it also fits the close reason": of 123 bytes.
  it('fits the close reason that graphql-ws makes of it whatever the reason', () => {
    fc.assert(
      fc.property(code, fc.string({ unit: 'binary', maxLength: 200 }), (given, reason) => {
        const type = typeOf(verdict(given, reason));
        expect(type.length).toBeLessThanOrEqual(80);
        expect(type.isWellFormed()).toBe(true);
        expect(utf8Bytes(`Invalid message 'type' property "${type}"`)).toBeLessThanOrEqual(123);
      }),
    );
  });

  // "send one frame whose `type` is outside the protocol and *is* the verdict"
  it('is what a client reports as an invalid type', () => {
    const parsed = JSON.parse(verdict(4403));
    expect(() => validateMessage(parsed)).toThrow(
      'Invalid message \'type\' property "4403: Forbidden"',
    );
  });
});
