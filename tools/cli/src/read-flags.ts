import { UsageError } from './usage-error.ts';

/** A flag that is a number of at least 0. */
export function readNumber(flag: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new UsageError(`--${flag} is a number of at least 0, but "${text}" came.`);
}

/** A flag that is a number of more than 0, since something is divided by it. */
export function readPositive(flag: string, text: string | undefined, fallback: number): number {
  const number = readNumber(flag, text, fallback);
  if (number > 0) return number;
  throw new UsageError(`--${flag} is more than 0, but "${text}" came.`);
}
