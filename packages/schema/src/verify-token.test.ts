import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createVerifyToken } from './verify-token.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Serves keys, but breaks off the first `broken` requests. */
async function startKeys(broken: number) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'a', alg: 'ES256' };
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests <= broken) request.socket.destroy();
    else response.end(JSON.stringify({ keys: [key] }));
  });
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const jwksUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: 'a' })
    .setSubject('ada')
    .setIssuer('issuer')
    .setAudience('audience')
    .sign(privateKey);
  return { token, verify: createVerifyToken({ jwksUrl, issuer: 'issuer', audience: 'audience' }) };
}

describe('createVerifyToken', () => {
  it('verifies a good token when the fetch of keys at the cold start breaks off', async () => {
    const { token, verify } = await startKeys(1);
    expect(await verify(token)).toEqual({ subject: 'ada', expiresAt: null });
  });

  it('says that keys are unavailable when no fetch of them succeeds', async () => {
    const { token, verify } = await startKeys(Number.POSITIVE_INFINITY);
    await expect(verify(token)).rejects.toThrow('Token keys unavailable');
  });
});
