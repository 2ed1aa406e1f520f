import { describe, expect, it } from 'vitest';
import { readAuthSettings } from './auth-settings.ts';

const ALL = {
  AUTH_JWKS_URL: 'https://issuer.example.com/keys',
  AUTH_ISSUER: 'https://issuer.example.com/',
  AUTH_AUDIENCE: 'skein',
};

describe('readAuthSettings', () => {
  it('is null when none is set, or all are empty', () => {
    expect(readAuthSettings({})).toBeNull();
    expect(readAuthSettings({ AUTH_JWKS_URL: '', AUTH_ISSUER: '', AUTH_AUDIENCE: '' })).toBeNull();
  });

  it('reads all three, the URL with plain http too', () => {
    const settings = readAuthSettings({ ...ALL, AUTH_JWKS_URL: 'http://localhost:4000/keys' });
    expect(settings).toEqual({
      jwksUrl: new URL('http://localhost:4000/keys'),
      issuer: ALL.AUTH_ISSUER,
      audience: ALL.AUTH_AUDIENCE,
    });
  });

  it.each([
    [{ AUTH_ISSUER: 'i' }, 'AUTH_JWKS_URL is missing; AUTH_AUDIENCE is missing.'],
    [{ ...ALL, AUTH_AUDIENCE: '' }, 'AUTH_AUDIENCE is missing.'],
    [{ ...ALL, AUTH_JWKS_URL: 'keys' }, 'AUTH_JWKS_URL is no http or https URL.'],
    [
      { AUTH_JWKS_URL: 'file:///keys', AUTH_ISSUER: 'i' },
      'AUTH_AUDIENCE is missing; AUTH_JWKS_URL is no http or https URL.',
    ],
  ])('names every problem of %j', (env, problems) => {
    expect(() => readAuthSettings(env)).toThrow(
      `AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE go together: ${problems}`,
    );
  });
});
