import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import { packPackages } from './pack-packages.ts';

interface PublishedManifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let folder: string;
let names: readonly string[];

/** Unpacks everything as npm would, with the workspace's own copies of what others publish. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skein-consumer-'));
  const archives = join(folder, 'archives');
  await packPackages({ version: '1.2.3', out: archives });
  names = await Promise.all(readdirSync(archives).map((file) => unpack(join(archives, file))));
  for (const name of names) linkDependencies(name);
});

afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, 'node_modules', name);

const manifestOf = (name: string): PublishedManifest =>
  JSON.parse(readFileSync(join(at(name), 'package.json'), 'utf8'));

async function unpack(archive: string): Promise<string> {
  const scratch = mkdtempSync(join(folder, 'unpacked-'));
  await runCommand({ command: 'tar', args: ['-xzf', archive, '-C', scratch], output: 'show' });
  const { name } = JSON.parse(readFileSync(join(scratch, 'package/package.json'), 'utf8'));
  mkdirSync(dirname(at(name)), { recursive: true });
  await runCommand({ command: 'mv', args: [join(scratch, 'package'), at(name)], output: 'show' });
  return name;
}

function linkDependencies(name: string): void {
  const source = ['packages', 'tools']
    .map((parent) => join(WORKSPACE, parent, name.replace('@skein/', ''), 'node_modules'))
    .find(existsSync);
  for (const dependency of [...Object.keys(manifestOf(name).dependencies ?? {}), 'graphql']) {
    const target = join(source ?? '', dependency);
    if (dependency.startsWith('@skein/') || existsSync(at(dependency)) || !existsSync(target))
      continue;
    mkdirSync(dirname(at(dependency)), { recursive: true });
    symlinkSync(target, at(dependency));
  }
}

const node = async (code: string) => {
  writeFileSync(join(folder, 'consumer.mjs'), code);
  const options = { command: process.execPath, args: ['consumer.mjs'], cwd: folder } as const;
  return (await runCommand({ ...options, output: 'return' })).stdout.trim();
};

describe('packPackages', () => {
  it('packs what adopters import', () => {
    expect(names).toEqual(expect.arrayContaining(['skein', '@skein/lambda', '@skein/cli']));
    expect(names).not.toContain('@skein/schema');
  });

  it('packs JavaScript that Node imports from where it is installed: it strips no types there', async () => {
    const paths = names.flatMap((name) =>
      Object.keys(manifestOf(name).exports).map((path) => `${name}${path.slice(1)}`),
    );
    const imports = paths.map((path) => `await import('${path}');`).join('\n');
    expect(await node(`${imports}\nconsole.log('imported');`)).toBe('imported');
  });

  it('packs types that a strict consumer compiles against', async () => {
    writeFileSync(
      join(folder, 'app.ts'),
      `import { buildSchema } from 'graphql';
       import { createPubSub, defineAccess, defineApp, topic } from 'skein';
       const posted = topic<{ id: string }, 'id'>('POSTED', { keys: ['id'] });
       const pubsub = createPubSub({ topics: [posted] });
       const access = defineAccess<{ id: string } | null>({ authenticate: null });
       export const app = defineApp({ schema: buildSchema('type Query { a: Int }'), pubsub, access });
       // @ts-expect-error the payload has an id
       void pubsub.publish(posted, { identity: '1' });`,
    );
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2024'],
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(WORKSPACE, 'tools/pipeline/node_modules/@types')],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['app.ts'] }),
    );
    const tsc = join(WORKSPACE, 'node_modules/.bin/tsc');
    await expect(
      runCommand({ command: tsc, args: ['-p', folder], output: 'show' }),
    ).resolves.toEqual({ exitCode: 0, stdout: '' });
  });

  it('packs a command that bundles an application', async () => {
    const args = [join(at('@skein/cli'), 'bin/skein.js'), 'bundle', 'app.ts'];
    await runCommand({ command: process.execPath, args, cwd: folder, output: 'return' });
    expect(readdirSync(join(folder, 'dist')).filter((file) => file.endsWith('.zip'))).toHaveLength(
      6,
    );
  });
});
