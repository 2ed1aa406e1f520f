import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A row as DynamoDB has it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * The attributes that the index carries. Names are one letter, for every byte is written twice and read per delivery:
 * `v` format version, `m` message id, `p` subprotocol (absent: graphql-transport-ws), `d` document hash, `o` operation
 * name, `a` variables and `s` delivery session (text: the JSON; binary: its hash; absent: null), `e` expiresAt,
 * `n` number of topics (absent: one), `c` callback URL (absent: the reader's default).
 */
export const PROJECTED_ATTRIBUTES = [
  'ttl',
  'v',
  'm',
  'p',
  'd',
  'o',
  'a',
  's',
  'e',
  'n',
  'c',
] as const;

/** Marshals a string. */
export function text(value: string): AttributeValue {
  return { S: value };
}

/** Marshals a number. */
export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** Marshals bytes. */
export function binary(value: Uint8Array): AttributeValue {
  return { B: value };
}

/** Marshals a set of one binary value, as ADD and DELETE take it. */
export function binarySet(values: readonly Uint8Array[]): AttributeValue {
  return { BS: [...values] };
}

/** Reads a string; null where there is none. */
export function readText(item: Item, name: string): string | null {
  return item[name]?.S ?? null;
}

/** Reads a number; null where there is none. */
export function readNumber(item: Item, name: string): number | null {
  const value = item[name]?.N;
  return value === undefined ? null : Number(value);
}

/** Reads bytes in base64url; null where there are none. */
export function readHash(item: Item, name: string): string | null {
  const value = item[name]?.B;
  return value === undefined ? null : Buffer.from(value).toString('base64url');
}

/** Reads a set of bytes, each in base64url; empty where there is none. */
export function readHashes(item: Item, name: string): ReadonlySet<string> {
  const values = item[name]?.BS ?? [];
  return new Set(values.map((value) => Buffer.from(value).toString('base64url')));
}
