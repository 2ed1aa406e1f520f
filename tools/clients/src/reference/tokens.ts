/** Tokens that anyone could forge: the reference server proves what clients do, not that keys are checked. */
export function signToken(viewer: string, expiresInSeconds: number): string {
  const claims = { sub: viewer, exp: Math.floor(Date.now() / 1000) + expiresInSeconds };
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

/** The viewer of a token, bare or after `Bearer `; null without a token. Throws on a bad one. */
export function readToken(token: unknown): { readonly id: string } | null {
  if (typeof token !== 'string' || token === '') return null;
  const claims = parseClaims(token.replace(/^bearer\s+/i, ''));
  if (claims === null) throw new Error('Invalid token');
  if (claims.exp <= Date.now() / 1000) throw new Error('Token expired');
  return { id: claims.sub };
}

function parseClaims(token: string): { readonly sub: string; readonly exp: number } | null {
  try {
    const claims = JSON.parse(Buffer.from(token, 'base64url').toString());
    return typeof claims.sub === 'string' && typeof claims.exp === 'number' ? claims : null;
  } catch {
    return null;
  }
}
