/** A flag that must be given. */
export function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new Error(`--${name} is missing`);
}

/** A flag, or else a default, that is a whole number of at least 1. */
export function wholeNumber(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new Error(`--${name} is a whole number of at least 1, but "${value}" came`);
}
