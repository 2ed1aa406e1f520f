import { createRemoteJWKSet, jwtVerify } from 'jose';
import { defineAccess } from 'skein/access';

export interface Session {
  readonly id: string;
  readonly groups: readonly string[];
}

// A Cognito user pool, or any OpenID provider.
const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example';
const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`), {
  timeoutDuration: 900,
});

export const access = defineAccess<Session>({
  authenticate: async ({ token }) => {
    if (token === null) return false;
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: 'the-id-of-the-app-client',
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'exp'],
    });
    const groups = payload['cognito:groups'];
    return {
      session: { id: payload.sub ?? '', groups: Array.isArray(groups) ? groups.map(String) : [] },
      expiresAt: payload.exp ?? null,
    };
  },
  viewer: ({ id }) => id,
});
