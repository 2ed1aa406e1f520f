import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createVerifyToken } from './verify-token.ts';

const ISSUER = 'https://issuer.example.com/';
const AUDIENCE = 'skein';
const KEYS: Readonly<Record<string, string>> = { r: 'RS256', e: 'ES256', d: 'EdDSA', p: 'PS256' };

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const nowSeconds = () => Math.floor(Date.now() / 1_000);

const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
for (const [kid, algorithm] of Object.entries(KEYS)) {
  pairs.set(kid, await generateKeyPair(algorithm));
}

/** What the first `broken` requests for keys get. */
const FAILURES = {
  'breaks off': (response: ServerResponse) => void response.socket?.destroy(),
  'has an error of its own': (response: ServerResponse) => void response.writeHead(503).end(),
  'is a page': (response: ServerResponse) => void response.end('<html>'),
  'holds no keys': (response: ServerResponse) => void response.end('{}'),
};

/** Serves the keys `kids`, after the first `broken` requests. */
async function startKeys({
  kids = Object.keys(KEYS),
  broken = 0,
  fail = FAILURES['breaks off'],
} = {}) {
  const keys = await Promise.all(
    kids.map(async (kid) => {
      const { publicKey } = pairs.get(kid) ?? (await generateKeyPair('ES256'));
      return { ...(await exportJWK(publicKey)), kid, alg: KEYS[kid] };
    }),
  );
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    if (requests <= broken) fail(response);
    else response.end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const jwksUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const troubles: unknown[] = [];
  const verify = createVerifyToken({
    settings: { jwksUrl, issuer: ISSUER, audience: AUDIENCE },
    onKeysUnavailable: (error) => void troubles.push(error),
  });
  return { verify, troubles, requests: () => requests };
}

interface TokenOptions {
  readonly kid?: string | undefined;
  readonly signedWith?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const CLAIMS = { sub: 'ada', iss: ISSUER, aud: AUDIENCE };

const signToken = async ({ kid, signedWith = kid ?? 'e', claims = {} }: TokenOptions = {}) => {
  const alg = KEYS[signedWith] ?? 'ES256';
  const pair = pairs.get(signedWith) ?? (await generateKeyPair('ES256'));
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(pair.privateKey);
};

describe('createVerifyToken', () => {
  it.each(['r', 'e', 'd'])('accepts a token signed with key %s', async (kid) => {
    const { verify } = await startKeys();
    const exp = nowSeconds() + 60;
    const verified = await verify(await signToken({ kid, claims: { exp } }));
    expect(verified).toEqual({ subject: 'ada', expiresAt: exp });
  });

  it.each<[string, TokenOptions]>([
    ['its audience is one of a list', { kid: 'e', claims: { aud: ['other', AUDIENCE] } }],
    ['it never expires', { kid: 'e' }],
    ['it becomes valid within the tolerance', { kid: 'e', claims: { nbf: nowSeconds() + 2 } }],
  ])('accepts a token when %s', async (_when, options) => {
    const { verify } = await startKeys();
    expect(await verify(await signToken(options))).toMatchObject({ subject: 'ada' });
  });

  it.each<[string, TokenOptions, string]>([
    ['it has expired', { kid: 'e', claims: { exp: nowSeconds() - 60 } }, 'Token expired'],
    ['it has just expired', { kid: 'e', claims: { exp: nowSeconds() } }, 'Token expired'],
    ['it is not valid yet', { kid: 'e', claims: { nbf: nowSeconds() + 60 } }, 'Invalid token'],
    ['it names no key', { signedWith: 'e' }, 'Invalid token'],
    ['its key id is empty', { kid: '', signedWith: 'e' }, 'Invalid token'],
    ['its key is not known', { kid: 'x', signedWith: 'e' }, 'Invalid token'],
    ['another key signed it', { kid: 'e', signedWith: 'stranger' }, 'Invalid token'],
    ['its algorithm is none of the three', { kid: 'p' }, 'Invalid token'],
    ['it is for another audience', { kid: 'e', claims: { aud: 'other' } }, 'Invalid token'],
    ['it is from another issuer', { kid: 'e', claims: { iss: 'other' } }, 'Invalid token'],
    ['it has no audience', { kid: 'e', claims: { aud: undefined } }, 'Invalid token'],
    ['it has no issuer', { kid: 'e', claims: { iss: undefined } }, 'Invalid token'],
    ['it has no subject', { kid: 'e', claims: { sub: undefined } }, 'Invalid token'],
    ['its subject is empty', { kid: 'e', claims: { sub: '' } }, 'Invalid token'],
  ])('refuses a token when %s', async (_when, options, message) => {
    const { verify, troubles } = await startKeys();
    await expect(verify(await signToken(options))).rejects.toThrow(message);
    expect(troubles).toEqual([]);
  });

  it.each(['', 'x', 'a.b.c', `${'e30'.repeat(3)}..`])('refuses "%s"', async (token) => {
    const { verify } = await startKeys();
    await expect(verify(token)).rejects.toThrow('Invalid token');
  });

  it('refuses a token without a signature, and one that its public key would sign', async () => {
    const { verify } = await startKeys();
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${encode({ alg: 'none', kid: 'e' })}.${encode(CLAIMS)}.`;
    await expect(verify(none)).rejects.toThrow('Invalid token');
    const hmac = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', kid: 'e' })
      .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(pair('e').publicKey))));
    await expect(verify(hmac)).rejects.toThrow('Invalid token');
  });

  it('fetches keys once for many tokens', async () => {
    const { verify, requests } = await startKeys();
    const token = await signToken({ kid: 'e' });
    await Promise.all([verify(token), verify(token)]);
    await verify(token);
    expect(requests()).toBe(1);
  });

  it('refuses every token when there are no settings', async () => {
    const verify = createVerifyToken({ settings: null, onKeysUnavailable: () => undefined });
    await expect(verify(await signToken({ kid: 'e' }))).rejects.toThrow(
      'Tokens are not accepted here',
    );
  });

  describe.each(Object.entries(FAILURES))('when the answer for keys %s', (_how, fail) => {
    it('verifies a good token if the next one is right', async () => {
      const { verify } = await startKeys({ broken: 1, fail });
      expect(await verify(await signToken({ kid: 'e' }))).toMatchObject({ subject: 'ada' });
    });

    it('says that keys are unavailable, and reports it, if it stays so', async () => {
      const { verify, troubles } = await startKeys({ broken: Number.POSITIVE_INFINITY, fail });
      const token = await signToken({ kid: 'e' });
      await expect(verify(token)).rejects.toThrow('Token keys unavailable');
      expect(troubles.length).toBeGreaterThan(0);
    });
  });
});

function pair(kid: string) {
  const found = pairs.get(kid);
  if (found === undefined) throw new Error(`No key ${kid}`);
  return found;
}
