/** Where token keys come from, and what is required of a token. */
export interface AuthSettings {
  readonly jwksUrl: URL;
  readonly issuer: string;
  readonly audience: string;
}

const NAMES = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;

/** Reads `AUTH_*`: all three, or none (null: every token is refused). An empty value counts as unset. Throws once, with every problem. */
export const readAuthSettings = (
  env: Readonly<Record<string, string | undefined>>,
): AuthSettings | null => {
  const values = NAMES.map((name) => env[name] || null);
  if (values.every((value) => value === null)) return null;
  const problems = NAMES.filter((_, index) => values[index] === null).map(
    (name) => `${name} is missing`,
  );
  const [url, issuer, audience] = values;
  const jwksUrl = url ? parseUrl(url) : null;
  if (url && jwksUrl === null) problems.push('AUTH_JWKS_URL is no http or https URL');
  if (problems.length === 0 && jwksUrl && issuer && audience) return { jwksUrl, issuer, audience };
  throw new Error(
    `AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE go together: ${problems.join('; ')}.`,
  );
};

const parseUrl = (text: string): URL | null => {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : null;
};
