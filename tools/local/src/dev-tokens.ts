import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

const ALGORITHM = 'ES256';

/** Signs tokens for any viewer, for this machine alone: its key lives as long as the process. */
export interface DevTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: JSONWebKeySet;
  /** A signed JWT; a negative `expiresInSeconds` makes one that has expired. */
  sign(options: { readonly viewer: string; readonly expiresInSeconds: number }): Promise<string>;
}

/** Makes a key pair and what signs and publishes with it. */
export async function createDevTokens(options: { readonly now: () => Date }): Promise<DevTokens> {
  const issuer = 'https://skein.local';
  const audience = 'skein';
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const kid = crypto.randomUUID();
  const key = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' };
  return {
    issuer,
    audience,
    jwks: { keys: [key] },
    sign: ({ viewer, expiresInSeconds }) => {
      const nowSeconds = Math.floor(options.now().getTime() / 1000);
      return new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
        .setSubject(viewer)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.min(nowSeconds, nowSeconds + expiresInSeconds))
        .setExpirationTime(nowSeconds + expiresInSeconds)
        .sign(privateKey);
    },
  };
}
