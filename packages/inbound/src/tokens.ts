import type { JsonObject } from '@skein/protocol';
import type { AccessRequest, TokenSource } from './access.ts';

/** A token as it is handed to `authenticate`, and where it was found. */
export interface FoundToken {
  readonly token: string;
  readonly source: TokenSource;
}

/** The tokens of an upgrade: the `Authorization` header goes before `?authorization=`, for browsers cannot set headers. */
export function upgradeTokens(request: AccessRequest): readonly FoundToken[] {
  return distinct([...tokensIn(request.headers, 'header'), ...tokensIn(request.query, 'query')]);
}

/** The tokens of a `connection_init` payload; a value that is no string is left to `authenticate`, which gets the payload. */
export function initTokens(connectionParams: JsonObject | null): readonly FoundToken[] {
  return distinct(tokensIn(connectionParams ?? {}, 'init'));
}

/** The tokens of an HTTP request. */
export function httpTokens(request: AccessRequest): readonly FoundToken[] {
  return distinct(tokensIn(request.headers, 'http'));
}

function tokensIn(fields: Readonly<Record<string, unknown>>, source: TokenSource): FoundToken[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (name.toLowerCase() !== 'authorization' || typeof value !== 'string') return [];
    const token = bare(value);
    return token === '' ? [] : [{ token, source }];
  });
}

/** A token comes bare or as `Bearer <token>`; schemes are case-insensitive (RFC 9110, 11.1). */
function bare(value: string): string {
  return value.trim().replace(/^bearer(?:\s+|$)/i, '');
}

function distinct(found: readonly FoundToken[]): readonly FoundToken[] {
  return found.filter(({ token }, at) => found.findIndex((other) => other.token === token) === at);
}
