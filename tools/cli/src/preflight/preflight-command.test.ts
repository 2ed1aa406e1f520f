import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeAccount, type FakeAccountOptions, startFakeAccount } from './fake-account.ts';
import { runPreflight } from './preflight-command.ts';

const LOAD = {
  clients: 10_000,
  subscriptions: 1,
  events: 1,
  fanOut: 1_000,
  pingSeconds: null,
  publisherSeconds: 0.2,
  messages: 0,
  stormSeconds: 60,
  handlerSeconds: 0.1,
  reserved: 10,
};

const ACCOUNT: FakeAccountOptions = {
  applied: { 'L-8A5B8E43': 10_000 },
  defaults: { 'L-9ED1E49A': 500, 'L-F8E2BA85': 9_000 },
  concurrency: { total: 1_000, unreserved: 1_000 },
};

let account: FakeAccount | undefined;
let printed: string[];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line) => printed.push(line));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await account?.close();
});

const preflight = async (changes: Partial<FakeAccountOptions> = {}, load = LOAD) => {
  account = await startFakeAccount({ ...ACCOUNT, ...changes });
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
  const code = await runPreflight(load);
  return { code, lines: printed.join('\n').split('\n') };
};

describe('runPreflight', () => {
  it('returns 0 and a line for each quota when the load fits', async () => {
    const { code, lines } = await preflight();
    expect(code).toBe(0);
    expect(lines).toEqual([
      'ok  requests and posts a second   1,006  of 10,000',
      'ok  … while everybody reconnects  1,667  of 10,000',
      'ok  new connections a second        167  of 500',
      'ok  functions at once                67  of 1,000',
      'ok  concurrency to reserve           10  of 900',
      'ok  events published a second         1  of 9,000',
    ]);
  });

  it('returns 3 and names the quota when the load is more than it', async () => {
    const concurrency = { total: 50, unreserved: 50 };
    const { code, lines } = await preflight({ concurrency });
    expect(code).toBe(3);
    expect(lines.at(-1)).toBe(
      'More than the account allows: functions at once; concurrency to reserve. See docs/quotas.md.',
    );
  });

  it('takes what AWS documents when a region has less than the quota service says', async () => {
    vi.stubEnv('AWS_REGION', 'eu-south-1');
    const { lines } = await preflight();
    expect(lines[0]).toMatch(/of 2,500 +\(the quota service says 10000, but AWS documents less/);
  });

  it('takes what was raised, also in such a region', async () => {
    vi.stubEnv('AWS_REGION', 'eu-south-1');
    const { lines } = await preflight({ applied: { 'L-8A5B8E43': 20_000 } });
    expect(lines[0]).toMatch(/of 20,000$/);
  });

  it('takes what AWS documents when the quota service does not know a quota', async () => {
    const { lines } = await preflight({ defaults: {} });
    expect(lines[2]).toMatch(/of 500 +\(the quota service does not know it\)$/);
    expect(lines[5]).toMatch(/of 300 +\(the quota service does not know it\)$/);
  });

  it('rejects with the missing permission when the account may not be asked', async () => {
    await expect(preflight({ quotas: 'forbidden' })).rejects.toThrow(
      /^Service Quotas did not say \(AccessDeniedException: .*\): servicequotas:GetServiceQuota and /,
    );
  });
});
