import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { defineAccess } from 'skein/access';

export interface Session {
  readonly id: string;
  readonly groups: readonly string[];
}

// A Cognito user pool, or any OpenID provider.
const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example';
const EXPECTED = {
  issuer: ISSUER,
  audience: 'the-id-of-the-app-client',
  algorithms: ['RS256'],
  requiredClaims: ['sub', 'exp'],
};
const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`), {
  timeoutDuration: 900,
});

/** Of jose's errors, those that say something of the keys or of where they are. All others are about the token. */
const TROUBLE = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !TROUBLE.includes(error.code);

async function claimsOf(token: string): Promise<JWTPayload> {
  const verify = async () => (await jwtVerify(token, keys, EXPECTED)).payload;
  try {
    // Once more after trouble: a fetch that was under way when Lambda froze the environment fails when it thaws.
    return await verify().catch((error) =>
      isAboutToken(error) ? Promise.reject(error) : verify(),
    );
  } catch (error) {
    if (isAboutToken(error)) throw new Error('Invalid token', { cause: error });
    console.error('token_keys_unavailable', error);
    throw new Error('Try again later', { cause: error });
  }
}

export const access = defineAccess<Session>({
  authenticate: async ({ token }) => {
    if (token === null) return false;
    const payload = await claimsOf(token);
    const groups = payload['cognito:groups'];
    return {
      session: { id: payload.sub ?? '', groups: Array.isArray(groups) ? groups.map(String) : [] },
      expiresAt: payload.exp ?? null,
    };
  },
  viewer: ({ id }) => id,
});
