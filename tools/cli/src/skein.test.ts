import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp } from './test-app.ts';

const BIN = fileURLToPath(new URL('../bin/skein.js', import.meta.url));

/** Makes a process take itself for another version of Node. */
const pretend = (version: string) =>
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;

const skein = (
  args: readonly string[],
  { nodeArgs = [], cwd }: { readonly nodeArgs?: readonly string[]; readonly cwd?: string } = {},
) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, BIN, ...args], {
    encoding: 'utf8',
    cwd,
    env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
};

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

/** `skein` in the folder of an application with these files. */
const inApp = (files: Readonly<Record<string, string>> = {}) => {
  const app = createTestApp(files);
  removals.push(app.remove);
  return { ...app, skein: (...args: readonly string[]) => skein(args, { cwd: app.folder }) };
};

describe('skein', () => {
  it('says in one line which Node it needs when Node is older', () => {
    const { status, stderr } = skein(['dev'], {
      nodeArgs: ['--import', pretend('20.19.0')],
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein needs Node 24 or later, but this is 20\.19\.0\..*\n$/);
  });

  it('prints its usage when nothing is asked for', () => {
    expect(skein([])).toMatchObject({ status: 0, stdout: expect.stringContaining('skein dev') });
  });

  it('exits with 2, and says what may have been meant, when a flag is unknown', () => {
    expect(skein(['dev', '--prot', '1'])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'skein: skein dev has no flag --prot: did you mean --port?\nskein --help has all commands and flags.\n',
    });
  });

  it('exits with 1 and one line when the app is missing', () => {
    const { status, stderr } = skein(['bundle', 'no-such-app.ts']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein: No application at .*no-such-app\.ts: expected a module.*\n$/);
  });
});

describe('skein check', { timeout: 120_000 }, () => {
  it('exits with 0 when nothing is wrong', () => {
    expect(inApp().skein('check', 'src/app.ts')).toEqual({
      status: 0,
      stdout: 'src/app.ts loads, and nothing is wrong with it that can be known before it runs.\n',
      stderr: '',
    });
  });

  it('exits with 1 and each problem when something can not work', () => {
    const app = inApp({
      'src/access.ts': `import { GraphQLError } from 'graphql';
        import { defineAccess } from 'skein/access';
        export const access = defineAccess({ authenticate: () => { throw new GraphQLError('no'); } });`,
    });
    app.edit('src/app.ts', 'subscribe: () => pubsub.subscribe(said),', '');
    const { status, stdout, stderr } = app.skein('check', 'src/app.ts');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^skein: Subscription\.said has no `subscribe`.*\nskein: connect and disconnect would load graphql, .*: access\.ts -> graphql\. .*\n$/,
    );
  });

  it('gives the application its variables', () => {
    const app = inApp({ '.env': 'WANTED=1' });
    app.edit(
      'src/app.ts',
      'const text =',
      `if (!process.env.WANTED) throw new Error('WANTED is missing');\nconst text =`,
    );
    const { status, stderr } = app.skein('check', 'src/app.ts');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein: Error: WANTED is missing\n\s+at .*src\/app\.ts:7:/);
    expect(app.skein('check', 'src/app.ts', '--env', '.env').status).toBe(0);
    expect(app.skein('check', 'src/app.ts', '--env', '.envv')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'skein: --env .envv: no such file.\nskein --help has all commands and flags.\n',
    });
  });
});

describe('skein bundle', { timeout: 120_000 }, () => {
  const ZIPS = ['connect', 'disconnect', 'fanout', 'graphql', 'message', 'publisher'];

  it("writes six zips and the manifest, with handlers of the application's own", () => {
    const app = inApp();
    const written = app.skein('bundle', 'src/app.ts', '--write-handlers', 'src/handlers');
    expect(written.status).toBe(0);
    expect(written.stdout.split('\n').slice(0, 6)).toEqual(
      ZIPS.map((name) => `src/handlers/${name}.ts  written`),
    );
    expect(readFileSync(join(app.folder, 'src/handlers/connect.ts'), 'utf8')).toBe(
      `import { createConnectHandler } from '@skein/lambda/connect';
import { access } from '../access.ts';

export const handler = createConnectHandler(access);
`,
    );
    app.write('src/handlers/graphql.ts', 'export const handler = async () => "mine";\n');
    rmSync(join(app.folder, 'src/handlers/fanout.ts'));
    expect(app.skein('bundle', 'src/app.ts', '--write-handlers', 'src/handlers').stdout).toMatch(
      /fanout\.ts {2}written\nsrc\/handlers\/graphql\.ts {2}kept/,
    );
    expect(readFileSync(join(app.folder, 'src/handlers/graphql.ts'), 'utf8')).toContain('mine');

    const { status, stdout, stderr } = app.skein(
      'bundle',
      'src/app.ts',
      '--handlers',
      'src/handlers',
      '--out',
      'build/lambdas',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.match(/^build\/lambdas\/\w+\.zip {2}\d+ KiB$/gm)).toHaveLength(6);
    expect(stdout).toMatch(/graphql\.zip {2}1 KiB/);
    expect(readdirSync(join(app.folder, 'build/lambdas')).sort()).toEqual(
      [...ZIPS.map((name) => `${name}.zip`), 'manifest.json'].sort(),
    );
  });

  it('writes nothing of an application that can not work', () => {
    const app = inApp();
    app.edit('src/app.ts', 'export const app', 'export default');
    app.edit('src/app.ts', 'export default =', 'export default');
    const { status, stderr } = app.skein('bundle', 'src/app.ts');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein: src\/app\.ts has a default export and no export `app`\. /);
    expect(readdirSync(app.folder)).not.toContain('dist');
  });

  it('bundles what only lacks the variables of another machine, and says that it is unchecked', () => {
    const app = inApp();
    app.edit(
      'src/app.ts',
      'const text =',
      `if (!process.env.URL) throw new Error('URL is missing');\nconst text =`,
    );
    const { status, stderr } = app.skein('bundle', 'src/app.ts');
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^skein: src\/app\.ts does not load here, .*--env.*\n {2}Error: URL is missing\n/,
    );
    expect(readdirSync(join(app.folder, 'dist'))).toHaveLength(7);
  });
});

describe('skein dev', { timeout: 120_000 }, () => {
  it('exits with 1 and what to do when the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = inApp().skein('dev', 'src/app.ts', '--port', String(port));
    server.close();
    expect([status, stderr]).toEqual([
      1,
      `skein: Port ${port} is busy: end what listens there, or choose another one: --port ${port + 1}, or PORT=${port + 1}.\n`,
    ]);
  });

  it('exits with 1, and says that it is ready to nobody, when the application does not load', () => {
    const app = inApp();
    app.edit(
      'src/topics.ts',
      'export const said',
      `throw new Error('not yet');\nexport const said`,
    );
    const { status, stdout, stderr } = app.skein('dev', 'src/app.ts', '--port', '0');
    expect([status, stdout]).toEqual([1, 'Bundling src/app.ts…\n']);
    expect(stderr).toMatch(/^skein: Error: not yet\n\s+at .*src\/topics\.ts:2:7/);
  });
});

describe('skein, interrupted', { timeout: 120_000 }, () => {
  /** `skein` with an application that is never loaded, as soon as that has begun; its temporary folders are in `scratch`. */
  const startLoading = async (...args: readonly string[]) => {
    const app = inApp();
    app.edit(
      'src/app.ts',
      'const text =',
      `import { writeFileSync } from 'node:fs';
      writeFileSync('pid', String(process.pid));
      await new Promise(() => setInterval(() => {}, 1000));
      const text =`,
    );
    const scratch = join(app.folder, 'scratch');
    mkdirSync(scratch);
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: app.folder,
      env: { PATH: process.env.PATH, TMPDIR: scratch },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const pidOfApp = () => Number(readFileSync(join(app.folder, 'pid'), 'utf8'));
    await expect.poll(pidOfApp, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
    return { child, scratch, pidOfApp: pidOfApp() };
  };

  it.each([
    ['check src/app.ts', 'SIGTERM', [null, 'SIGTERM']],
    ['bundle src/app.ts', 'SIGINT', [null, 'SIGINT']],
    ['dev src/app.ts --port 0', 'SIGHUP', [0, null]],
  ] as const)('%s leaves no temporary folder behind after %s', async (line, signal, ending) => {
    const { child, scratch } = await startLoading(...line.split(' '));
    const printed = text(child.stderr);
    child.kill(signal);
    expect([await once(child, 'exit'), await printed]).toEqual([ending, '']);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('leaves no process behind that loads the application, though it can do nothing any more', async () => {
    const { child, pidOfApp } = await startLoading('check', 'src/app.ts');
    const isThere = () => {
      try {
        return process.kill(pidOfApp, 0);
      } catch {
        return false;
      }
    };
    expect(isThere()).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(isThere, { timeout: 60_000, interval: 20 }).toBe(false);
  });
});
