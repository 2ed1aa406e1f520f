import type { Access, AccessRequest } from './access.ts';

/** The most that the kept headers of an upgrade may take, in UTF-8 bytes of names and values: each kilobyte is a write unit. */
export const MAX_KEPT_HEADERS_BYTES = 2_048;

/** The headers of an upgrade that init will need; null where they are too long to be kept. */
export function keptHeaders<Session>(
  { upgradeHeaders = [] }: Pick<Access<Session>, 'upgradeHeaders'>,
  { headers }: Pick<AccessRequest, 'headers'>,
): Readonly<Record<string, string>> | null {
  const kept = upgradeHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Buffer.byteLength(kept.flat().join('')) > MAX_KEPT_HEADERS_BYTES
    ? null
    : Object.fromEntries(kept);
}
