import { describe, expect, it } from 'vitest';
import type { Access, Authenticate } from './access.ts';
import { authenticateHttp, authenticateRequest } from './authenticate.ts';
import { createTestLog } from './testing/log.ts';
import { testAccess, testRequest } from './testing/world.ts';

const nowMs = 1_800_000_000_000;

async function admit({
  access = testAccess,
  tokens = [],
  log = createTestLog(),
}: {
  readonly access?: Access;
  readonly tokens?: readonly string[];
  readonly log?: ReturnType<typeof createTestLog>;
}) {
  return authenticateRequest({
    access,
    tokens: tokens.map((token) => ({ token, source: 'init' })),
    source: 'init',
    connectionParams: { a: 1 },
    request: testRequest,
    nowMs,
    log,
  });
}

function withAnswer(answer: unknown, viewer: Access['viewer'] = () => null): Access {
  return {
    ...testAccess,
    viewer,
    authenticate: (() => answer) as unknown as Authenticate<never>,
  } as Access;
}

const refused = { outcome: 'refused', message: null };

describe('authenticateRequest', () => {
  it('hands over the token, its source, the whole payload and the request', async () => {
    const inputs: unknown[] = [];
    const access: Access = {
      ...testAccess,
      authenticate: (input) => {
        inputs.push(input);
        return { session: null };
      },
    };
    await admit({ access, tokens: ['t'] });
    await admit({ access });
    const rest = { connectionParams: { a: 1 }, request: testRequest };
    expect(inputs).toEqual([
      { token: 't', source: 'init', ...rest },
      { token: null, source: 'init', ...rest },
    ]);
  });

  it('admits everyone as nobody when the application is open on purpose', async () => {
    const access = { ...testAccess, authenticate: null };
    expect(await admit({ access, tokens: ['bad'] })).toEqual({
      outcome: 'admitted',
      identity: { session: null, viewer: null, expiresAt: null },
    });
  });

  it('keeps the session, its viewer and its end', async () => {
    expect(await admit({ tokens: ['ann@1900000000'] })).toEqual({
      outcome: 'admitted',
      identity: { session: { id: 'ann' }, viewer: 'ann', expiresAt: 1_900_000_000 },
    });
  });

  it('keeps the JSON of a session, undefined being null', async () => {
    const date = new Date(0);
    expect(
      await admit({ access: withAnswer({ session: { date, none: undefined } }) }),
    ).toMatchObject({
      identity: { session: { date: date.toJSON() } },
    });
    expect(await admit({ access: withAnswer({ session: undefined }) })).toMatchObject({
      identity: { session: null },
    });
  });

  it.each([false, null, undefined])(
    'refuses without a message when the answer is %j',
    async (answer) => {
      expect(await admit({ access: withAnswer(answer) })).toEqual(refused);
    },
  );

  it('refuses with the message of a thrown error', async () => {
    expect(await admit({ tokens: ['throw Token expired'] })).toEqual({
      outcome: 'refused',
      message: 'Token expired',
    });
  });

  it('refuses credentials that have already ended', async () => {
    expect(await admit({ tokens: [`ann@${nowMs / 1_000}`] })).toEqual(refused);
    expect(await admit({ tokens: [`ann@${nowMs / 1_000 + 1}`] })).toMatchObject({
      outcome: 'admitted',
    });
  });

  it('refuses a bad token anywhere', async () => {
    expect(await admit({ tokens: ['ann', 'bad'] })).toEqual(refused);
  });

  it('refuses two tokens when they name different viewers, and keeps the first when they agree', async () => {
    expect(await admit({ tokens: ['ann', 'ben'] })).toEqual(refused);
    expect(await admit({ tokens: ['ann@1900000000', 'ann'] })).toMatchObject({
      identity: { viewer: 'ann', expiresAt: 1_900_000_000 },
    });
  });

  it('refuses a session over 1 KB, and tells the developer', async () => {
    const log = createTestLog();
    const fits = 'x'.repeat(1_022);
    expect(await admit({ access: withAnswer({ session: fits }) })).toMatchObject({
      outcome: 'admitted',
    });
    expect(await admit({ access: withAnswer({ session: `${fits}x` }), log })).toEqual(refused);
    expect(log.lines).toEqual(['error session_unusable']);
    expect(log.text()).toContain(
      'A session takes at most 1024 bytes as JSON, not 1025: let `authenticate` return an id',
    );
  });

  it.each([
    ['a session that is no JSON', { session: 1n }],
    ['an end that is no number', { session: null, expiresAt: '2030' }],
    ['an end that is not a number', { session: null, expiresAt: Number.NaN }],
  ])('refuses %s, and tells the developer', async (_name, answer) => {
    const log = createTestLog();
    expect(await admit({ access: withAnswer(answer), log })).toEqual(refused);
    expect(log.lines).toEqual(['error session_unusable']);
  });

  it('keeps the error of a failing viewer hook from the client', async () => {
    const access = withAnswer({ session: null }, () => {
      throw new Error('internal');
    });
    expect(await admit({ access })).toEqual(refused);
  });
});

describe('authenticateHttp', () => {
  it('asks with and without a token, and keeps sessions of any size', async () => {
    const http = (headers: Record<string, string>, access: Access = testAccess) =>
      authenticateHttp({
        access,
        request: { ...testRequest, headers },
        nowMs,
        log: createTestLog(),
      });
    expect(await http({})).toMatchObject({ identity: { session: null } });
    expect(await http({ authorization: 'Bearer ann' })).toMatchObject({
      identity: { session: { id: 'ann' } },
    });
    expect(await http({ authorization: 'bad' })).toEqual(refused);
    const session = 'x'.repeat(5_000);
    expect(await http({}, withAnswer({ session }))).toMatchObject({ identity: { session } });
  });
});
