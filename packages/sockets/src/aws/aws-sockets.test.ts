import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeSockets } from '../sockets.contract.ts';
import { createAwsSockets } from './aws-sockets.ts';
import { type FakeAnswer, startFakeConnections } from './fake-connections.ts';

const SILENT = { warn: () => undefined, error: () => undefined };
const OPTIONS = { timeoutMs: 2_000 };

const FAULTS: Readonly<Record<string, FakeAnswer>> = {
  gone: { status: 410, type: 'GoneException' },
  throttled: { status: 429, type: 'LimitExceededException' },
  'too-large': { status: 413, type: 'PayloadTooLargeException' },
  forbidden: { status: 403, type: 'ForbiddenException' },
  failed: { status: 500, type: 'InternalServerErrorException' },
};

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session-token');
});
afterEach(() => vi.unstubAllEnvs());

describeSockets('createAwsSockets', async () => {
  const fake = await startFakeConnections();
  return {
    ...fake,
    sockets: createAwsSockets({ log: SILENT }),
    failPost: (id, fault) => fake.answer('POST', id, FAULTS[fault] ?? { status: 500 }),
    failClose: (id, fault) => fake.answer('DELETE', id, FAULTS[fault] ?? { status: 500 }),
  };
});

describe('createAwsSockets', () => {
  let fake: Awaited<ReturnType<typeof startFakeConnections>>;
  beforeEach(async () => {
    fake = await startFakeConnections();
    fake.open('a');
  });
  afterEach(() => fake.end());

  const post = (sockets = createAwsSockets({ log: SILENT }), id = 'a') =>
    sockets.post({ connectionId: id, endpoint: fake.endpoint }, '{}', OPTIONS);

  it.each<[string, FakeAnswer, string]>([
    ['410 without a name', { status: 410 }, 'gone'],
    ['410 with a body that is no JSON', { status: 410, body: '<h1>Gone</h1>' }, 'gone'],
    ['410 with an empty body', { status: 410, body: '' }, 'gone'],
    ['400 of a malformed id', { status: 400, type: 'BadRequestException' }, 'gone'],
    ['400 without a name', { status: 400 }, 'gone'],
    ['400 that throttles', { status: 400, type: 'ThrottlingException' }, 'throttled'],
    ['400 of the signature', { status: 400, type: 'IncompleteSignature' }, 'forbidden'],
    ['403 without a name', { status: 403, body: '{"message":"Forbidden"}' }, 'forbidden'],
    ['403 of old credentials', { status: 403, type: 'ExpiredTokenException' }, 'forbidden'],
    ['404 of another host', { status: 404, body: 'Not Found' }, 'forbidden'],
    ['413 without a name', { status: 413, body: '' }, 'too-large'],
    ['429 without a name', { status: 429, body: 'slow down' }, 'throttled'],
    ['502 of a proxy', { status: 502, body: '<html>' }, 'failed'],
    ['503', { status: 503, type: 'ServiceUnavailableException' }, 'failed'],
  ])('maps %s once, without a second attempt', async (_name, answer, outcome) => {
    fake.answer('POST', 'a', answer);
    expect(await post()).toBe(outcome);
    expect(fake.requests).toHaveLength(1);
  });

  it('encodes `=` and `@` in the path', async () => {
    fake.open('dJ=@');
    await post(undefined, 'dJ=@');
    expect(fake.requests[0]?.path).toBe('/prod/@connections/dJ%3D%40');
  });

  it('signs for the region of the environment, with the session token', async () => {
    await post();
    const { authorization, 'x-amz-security-token': token } = fake.requests[0]?.headers ?? {};
    expect(authorization).toMatch(/Credential=key\/\d{8}\/eu-west-1\/execute-api\/aws4_request/);
    expect(token).toBe('session-token');
  });

  it('posts to the address when AWS_ENDPOINT_URL names another host', async () => {
    const other = await startFakeConnections();
    other.open('a');
    vi.stubEnv('AWS_ENDPOINT_URL', other.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI', other.endpoint);
    expect(await post()).toBe('sent');
    expect([fake.requests.length, other.requests.length]).toEqual([1, 0]);
    await other.end();
  });

  it('posts when the environment asks for adaptive retries and FIPS endpoints', async () => {
    vi.stubEnv('AWS_RETRY_MODE', 'adaptive');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '5');
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    expect(await post()).toBe('sent');
    fake.answer('POST', 'a', { status: 503 });
    expect(await post()).toBe('failed');
    expect(fake.requests).toHaveLength(2);
  });

  it('keeps endpoints apart', async () => {
    const other = await startFakeConnections();
    other.open('a');
    const sockets = createAwsSockets({ log: SILENT });
    await post(sockets);
    await sockets.post({ connectionId: 'a', endpoint: other.endpoint }, 'other', OPTIONS);
    expect([fake.frames('a'), other.frames('a')]).toEqual([['{}'], ['other']]);
    await other.end();
  });

  it.each(['head', 'body'] as const)('fails at its deadline when the %s stalls', async (stall) => {
    fake.answer('POST', 'a', { status: 200, stall });
    const sockets = createAwsSockets({ log: SILENT });
    const address = { connectionId: 'a', endpoint: fake.endpoint };
    expect(await sockets.post(address, '{}', { timeoutMs: 150 })).toBe('failed');
  });

  it.each([1_999.5, 0.4, 0, -3, Number.NaN, Number.POSITIVE_INFINITY])(
    'never throws when it has %d ms',
    async (timeoutMs) => {
      const sockets = createAwsSockets({ log: SILENT });
      const address = { connectionId: 'a', endpoint: fake.endpoint };
      expect(await sockets.post(address, '{}', { timeoutMs })).toMatch(/^(sent|failed)$/);
    },
  );

  it('fails at its deadline when the credentials do not come', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', fake.endpoint);
    fake.answer('GET', '', { status: 200, stall: 'head' });
    const address = { connectionId: 'a', endpoint: fake.endpoint };
    const sockets = createAwsSockets({ log: SILENT });
    const begun = Date.now();
    // Long enough to load the SDK's providers and ask one, far from the time that the SDK itself would wait.
    const timeoutMs = 1_500;
    expect(await sockets.post(address, '{}', { timeoutMs })).toBe('failed');
    expect([
      Date.now() - begun < timeoutMs + 650,
      fake.requests.map(({ method }) => method),
    ]).toEqual([true, ['GET']]);
  });

  it('fails when nobody listens, and when there is no region', async () => {
    const sockets = createAwsSockets({ log: SILENT });
    const nobody = { connectionId: 'a', endpoint: 'http://127.0.0.1:1/prod' };
    expect(await sockets.post(nobody, '{}', OPTIONS)).toBe('failed');
    expect(await sockets.close(nobody, OPTIONS)).toBe('failed');
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    expect(await post()).toBe('failed');
  });

  it('logs forbidden at error once, and nothing of what is ordinary', async () => {
    const lines: unknown[] = [];
    const sockets = createAwsSockets({
      log: {
        warn: (event, fields) => lines.push(['warn', event, fields?.error]),
        error: (event, fields) => lines.push(['error', event, fields?.error]),
      },
    });
    for (const answer of [
      FAULTS.forbidden,
      FAULTS.forbidden,
      FAULTS.gone,
      FAULTS.throttled,
      FAULTS['too-large'],
      { status: 400, type: 'BadRequestException' },
      { status: 400, type: 'BadRequestException' },
    ]) {
      if (answer !== undefined) fake.answer('POST', 'a', answer);
      await post(sockets);
    }
    expect(lines).toEqual([
      ['error', 'endpoint_forbidden', 'ForbiddenException'],
      ['warn', 'endpoint_failed', 'BadRequestException'],
    ]);
  });
});
