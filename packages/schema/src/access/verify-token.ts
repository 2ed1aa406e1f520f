import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { AuthSettings } from './auth-settings.ts';

/** The signatures that a token may have. Symmetric ones would make every verifier a signer. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Clocks of issuer and Lambda differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** $connect must answer within a second: legacy clients give up then. */
const JWKS_TIMEOUT_MS = 900;

interface VerifiedToken {
  readonly subject: string;
  /** Seconds since the epoch; null where the token has no `exp`. */
  readonly expiresAt: number | null;
}

/** Verifies a JWT: signature, issuer, audience, times, a `kid` and a `sub`. Throws an Error whose message may reach the client. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>;

export interface VerifyTokenOptions {
  /** Null: every token is refused. */
  readonly settings: AuthSettings | null;
  /** Gets why keys could not be fetched: an operator's trouble, which the caller is not told. */
  readonly onKeysUnavailable: (error: unknown) => void;
}

/** Makes what verifies tokens. Keys are fetched at once, during the Lambda's cold start, and kept (jose: 10 minutes). */
export const createVerifyToken = ({
  settings,
  onKeysUnavailable,
}: VerifyTokenOptions): VerifyToken => {
  if (settings === null)
    return async () => {
      throw new Error('Tokens are not accepted here');
    };
  const keys = createRemoteJWKSet(settings.jwksUrl, { timeoutDuration: JWKS_TIMEOUT_MS });
  // A failure here is no verdict: the first token tries again.
  keys.reload().catch(onKeysUnavailable);

  return async (token) => {
    try {
      return await verify(token, keys, settings);
    } catch (cause) {
      if (areKeysUnavailable(cause)) onKeysUnavailable(cause);
      throw new Error(reason(cause), { cause });
    }
  };
};

const verify = async (
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: AuthSettings,
): Promise<VerifiedToken> => {
  const { payload } = await againWithoutKeys(() =>
    jwtVerify(token, requireKeyId(keys), {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub'],
    }),
  );
  if (!payload.sub) throw new errors.JWTInvalid('no subject');
  // The tolerance is for tokens that are not valid yet: a session that has ended would be closed at its first message.
  if (payload.exp !== undefined && payload.exp * 1_000 <= Date.now())
    throw new errors.JWTExpired('expired', payload);
  return { subject: payload.sub, expiresAt: payload.exp ?? null };
};

// Lambda freezes an environment between invocations. A fetch of keys that was under way has timed out when it thaws, and
// a connection that was kept alive is closed: neither says anything of the keys, so they are fetched once more.
const againWithoutKeys = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  try {
    return await attempt();
  } catch (error) {
    if (areKeysUnavailable(error)) return attempt();
    throw error;
  }
};

/** jose's errors that say nothing of the token: a key server that is slow, answers anything but 200, or no set of keys. */
const KEY_SERVER_CODES: readonly string[] = [
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
];

const areKeysUnavailable = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || KEY_SERVER_CODES.includes(error.code);

// Without a `kid` jose would try the only key that fits, and refuse only when there are two.
const requireKeyId =
  (keys: JWTVerifyGetKey): JWTVerifyGetKey =>
  (header, input) => {
    if (!header?.kid) throw new errors.JWSInvalid('no kid');
    return keys(header, input);
  };

/** What a client is told: enough to fetch a new token, nothing about keys. */
const reason = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'Token expired';
  return areKeysUnavailable(error) ? 'Token keys unavailable' : 'Invalid token';
};
