import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp } from './test-app.ts';

const BIN = fileURLToPath(new URL('../bin/skein.js', import.meta.url));

/** A start bundles everything, on a machine that may be busy. */
const PATIENT = { timeout: 120_000, interval: 100 };

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** `skein dev` on a free port in a folder, and what it prints. */
async function startDev(folder: string, args: readonly string[]) {
  const child = spawn(process.execPath, [BIN, 'dev', ...args, '--port', '0'], {
    cwd: folder,
    env: { PATH: process.env.PATH, SHELL_ONLY: 'yes' },
  });
  endings.push(() => end(child));
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk;
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  await expect.poll(() => text, PATIENT).toContain('Ctrl-C ends it');
  const [url = ''] = /http:\/\/localhost:\d+/.exec(text) ?? [];
  let read = 0;
  return {
    url,
    /** Waits for text that was not there when this was called last, and gives what came until then. */
    until: async (expected: string) => {
      await expect.poll(() => text.slice(read), PATIENT).toContain(expected);
      const news = text.slice(read);
      read = text.length;
      return news;
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}

/** A subscription on one socket: its results so far, and how often it connected and was closed. */
function listen(url: string, connectionParams?: Record<string, unknown>) {
  const seen = { connected: 0, closed: 0, texts: [] as unknown[] };
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    ...(connectionParams && { connectionParams }),
    on: {
      connected: () => {
        seen.connected += 1;
      },
      closed: () => {
        seen.closed += 1;
      },
    },
  });
  endings.push(() => void client.dispose());
  client.subscribe<{ said: { text: string } }>(
    { query: 'subscription { said { text } }' },
    {
      next: ({ data, errors }) => seen.texts.push(errors ?? data?.said.text),
      error: (problem) => seen.texts.push(problem),
      complete: () => seen.texts.push('complete'),
    },
  );
  return seen;
}

describe('skein dev', { timeout: 600_000 }, () => {
  it('delivers by the new code, on the old socket, whatever the application is made of changes', async () => {
    const app = createTestApp();
    endings.push(app.remove);
    const dev = await startDev(app.folder, ['src/app.ts', '--env', '.env']);
    const start = await dev.until('Ctrl-C ends it');
    expect(start).toContain('Bundling src/app.ts…\nBundled in ');
    // The example is of the application's own topic.
    expect(start).toContain(`-d '{"topic":"SAID","payload":`);

    const seen = listen(dev.url);
    const publish = async (text: string) => {
      const body = JSON.stringify({ topic: 'SAID', payload: { text } });
      expect((await fetch(`${dev.url}/dev/publish`, { method: 'POST', body })).status).toBe(202);
    };
    const arrives = (text: string) => expect.poll(() => seen.texts, PATIENT).toContain(text);
    // Nobody is told when a subscription is stored.
    const publishAgain = async () => {
      await publish('Ada');
      return seen.texts;
    };
    await expect.poll(publishAgain, { ...PATIENT, interval: 1_000 }).toContain('Hello Ada');

    app.edit('src/app.ts', 'worded(', `((text: string) => text + '!')(`);
    expect(await dev.until(' kept.')).toMatch(
      /(^|\n)src\/app\.ts changed\. Bundling…\nReloaded in \d+ ms: 1 socket kept\.\n$/,
    );
    await publish('Ada');
    await arrives('Hello Ada!');

    // A package beside the application, in a monorepo.
    app.edit('src/app.ts', `((text: string) => text + '!')(`, 'worded(');
    await dev.until(' kept.');
    app.edit('packages/wording/index.ts', '=> text', '=> text.toUpperCase()');
    expect(await dev.until(' kept.')).toContain('packages/wording/index.ts changed.');
    await publish('Ada');
    await arrives('HELLO ADA');

    app.write('.env', 'GREETING=Bye\n');
    expect(await dev.until(' kept.')).toContain('.env changed. Reloading…');
    await publish('Ada');
    await arrives('BYE ADA');

    // What does not parse, and what does not load, changes nothing, and nobody is told that it did.
    app.edit('src/topics.ts', 'export const said =', 'export const said = =');
    const broken = await dev.until('goes on running');
    expect(broken).toContain(
      'skein: src/topics.ts:2:21: Unexpected "="\n  2 | export const said = =',
    );
    expect(broken).not.toContain('Reloaded');
    app.edit(
      'src/topics.ts',
      'export const said = =',
      `throw new Error('not yet');\nexport const said =`,
    );
    const thrown = await dev.until('goes on running');
    expect(thrown).toMatch(/skein: Error: not yet\n\s+at .*src\/topics\.ts:2:7/);
    expect(thrown).not.toContain('Reloaded');
    await publish('Eve');
    await arrives('BYE EVE');
    app.edit('src/topics.ts', `throw new Error('not yet');\n`, '');
    await dev.until('Nothing that runs is different');

    expect(seen).toMatchObject({ connected: 1, closed: 0 });

    // A field that is gone: the subscription ends as it would on AWS.
    app.edit('src/app.ts', 'said: {', 'heard: {');
    await dev.until(' kept.');
    await publish('Ada');
    await expect
      .poll(() => seen.texts.at(-1), PATIENT)
      .toMatchObject([{ message: expect.stringContaining('Cannot query field "said"') }]);
  });

  it('says what became of events, and why clients do not get in', async () => {
    const app = createTestApp({
      'src/access.ts': `import { defineAccess } from 'skein/access';
export const access = defineAccess({
  authenticate: ({ token }) => (token === 'bad' ? false : { session: token }),
});
`,
    });
    endings.push(app.remove);
    const dev = await startDev(app.folder, ['src/app.ts']);
    const start = await dev.until('Ctrl-C ends it');

    const listening = listen(dev.url, { token: 'ada' });
    await dev.until(
      'connection_init brought token, but no authorization, which is where a token is looked for: this client is anonymous\n',
    );
    const publish = async (topic: string) => {
      const body = JSON.stringify({ topic, payload: { text: 'Hi' } });
      await fetch(`${dev.url}/dev/publish`, { method: 'POST', body });
    };
    const publishAgain = async () => {
      await publish('SAID');
      return listening.texts;
    };
    await expect.poll(publishAgain, { ...PATIENT, interval: 1_000 }).not.toEqual([]);
    const said = await dev.until('SAID -> 1 delivered\n');
    await publish('SIAD');
    await dev.until('SIAD -> 0 subscribers (no declared topic has this label; declared: SAID)\n');

    listen(dev.url, { authorization: 'bad' });
    await dev.until('init refused: 4403 Forbidden\n');
    new WebSocket(`${dev.url.replace('http', 'ws')}/graphql?authorization=bad`, [
      'graphql-transport-ws',
    ]).addEventListener('error', () => undefined);
    await dev.until(
      'connect refused: 401 (`authenticate` did not accept the token of the upgrade)\n',
    );

    // Nothing of what is logged besides, and no event that the application did not publish.
    expect(`${start}${said}`).not.toMatch(/NUMBER_INCREMENTED|event_accepted|event_delivered/);
  });

  it('prints the log alone when LOG_LEVEL is given', async () => {
    const app = createTestApp();
    endings.push(app.remove);
    app.write('.env', 'LOG_LEVEL=info\n');
    const dev = await startDev(app.folder, ['src/app.ts', '--env', '.env']);
    const body = JSON.stringify({ topic: 'SAID', payload: { text: 'Hi' } });
    await fetch(`${dev.url}/dev/publish`, { method: 'POST', body });
    expect(await dev.until('[publisher] info event_delivered ')).not.toContain(' -> ');
    app.write('.env', '');
    // It is the level that they have by themselves.
    await dev.until('Nothing that runs is different');
    await fetch(`${dev.url}/dev/publish`, { method: 'POST', body });
    expect(await dev.until('SAID -> 0 subscribers\n')).not.toContain('event_delivered');
  });

  it('says what is wrong with an application that runs, with every start and when it is something else', async () => {
    const app = createTestApp();
    endings.push(app.remove);
    app.edit('src/app.ts', 'subscribe: () => pubsub.subscribe(said),', '');
    const dev = await startDev(app.folder, ['src/app.ts']);
    expect(await dev.until('Subscription.said has no `subscribe`')).toContain(' ready at ');
    app.edit('src/app.ts', 'said: {', 'heard: {');
    expect(await dev.until('Subscription.heard has no `subscribe`')).toContain('0 sockets kept.');
  });
});
