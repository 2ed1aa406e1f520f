import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example';
const KEY = { alg: 'RS256', kid: 'one' };
const { publicKey, privateKey } = await generateKeyPair('RS256');
const KEYS = { keys: [{ ...(await exportJWK(publicKey)), ...KEY }] };

const signed = (audience: string) =>
  new SignJWT({ sub: 'ada', 'cognito:groups': ['support'] })
    .setProtectedHeader(KEY)
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setExpirationTime('1h')
    .sign(privateKey);

const provider = vi.fn<() => Promise<Response>>();
let token: string;

beforeAll(async () => {
  token = await signed('the-id-of-the-app-client');
});

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('fetch', provider);
  vi.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  provider.mockReset();
});

const authenticate = async (given: string | null) => {
  const { access } = await import('./access.ts');
  const request = { headers: {}, query: {}, sourceIp: null, userAgent: null, authorizer: {} };
  return access.authenticate?.({ token: given, source: 'init', connectionParams: null, request });
};

describe('access of the page on AppSync', () => {
  it('admits who brings a good token, with its groups', async () => {
    provider.mockImplementation(async () => Response.json(KEYS));
    expect(await authenticate(token)).toMatchObject({
      session: { id: 'ada', groups: ['support'] },
      expiresAt: expect.any(Number),
    });
    expect(await authenticate(null)).toBe(false);
  });

  it('tells a bad token from trouble, and does not ask again', async () => {
    provider.mockImplementation(async () => Response.json(KEYS));
    await expect(authenticate(await signed('another'))).rejects.toThrow(/^Invalid token$/);
    expect(provider).toHaveBeenCalledTimes(1);
    expect(console.error).not.toHaveBeenCalled();
  });

  it.each([
    ['is not reached', () => Promise.reject(new TypeError('connect ECONNREFUSED 10.0.0.1'))],
    ['answers 503', async () => new Response('down', { status: 503 })],
    ['answers no JSON', async () => new Response('down')],
    ['has no keys', async () => Response.json({})],
  ])('says no more than "Try again later" when the provider %s', async (_, answer) => {
    provider.mockImplementation(answer);
    await expect(authenticate(token)).rejects.toThrow(/^Try again later$/);
    expect(provider).toHaveBeenCalledTimes(2);
    expect(console.error).toHaveBeenCalledTimes(1);
  });

  it('admits when the provider answers at the second time', async () => {
    provider.mockRejectedValueOnce(new TypeError('fetch failed'));
    provider.mockImplementation(async () => Response.json(KEYS));
    expect(await authenticate(token)).toMatchObject({ session: { id: 'ada' } });
  });
});
