import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Somebody whose tokens a stack accepts. */
export interface Issuer {
  readonly jwks: unknown;
  readonly issuer: string;
  readonly audience: string;
  /** A negative number of seconds makes an expired one. */
  token(viewer: string, options?: { readonly expiresInSeconds?: number }): Promise<string>;
}

/** Creates an issuer with a key of its own. */
export async function createIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const header = { alg: 'ES256', kid: 'e2e' };
  const issuer = 'https://issuer.example';
  const audience = 'skein-e2e';
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), ...header, use: 'sig' }] },
    issuer,
    audience,
    token: (viewer, { expiresInSeconds = 600 } = {}) =>
      new SignJWT()
        .setProtectedHeader(header)
        .setSubject(viewer)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInSeconds)
        .sign(privateKey),
  };
}
