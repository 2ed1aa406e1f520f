/**
 * Whether a browser's page may open a socket. Browsers send the page's origin with every upgrade and let any page connect;
 * other programs send none, and are not kept out by what they could forge.
 */
export const isAllowedOrigin = (
  allowed: readonly string[] | null,
  origins: readonly string[],
): boolean => allowed === null || origins.every((origin) => allowed.includes(origin.toLowerCase()));

/** An origin as browsers write it (scheme, host, a port that is not the scheme's own); null where it is none. */
export const normalOrigin = (text: string): string | null => {
  // A pattern would be a host that nobody has.
  const url = text.includes('*') ? null : URL.parse(text);
  // A sandboxed page sends `null`, and so does anybody's: it can't be allowed.
  if (url === null || url.origin === 'null') return null;
  const isBare = url.href === `${url.origin}/` && !text.endsWith('/');
  return isBare ? url.origin : null;
};
