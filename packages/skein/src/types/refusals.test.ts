import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE = join(FOLDER, '../..');
const TSC = join(PACKAGE, 'node_modules/.bin/tsc');

/** A directive with its reason: `TS2345: some of the message`. */
const DIRECTIVE = /^\s*\/\/ @ts-expect-error (?<code>TS\d+): (?<text>.+)$/;
const DIRECTIVE_OF_ANY_FORM = /@ts-(expect-error|ignore|nocheck)/;

interface Refusal {
  readonly place: string;
  readonly code: string;
  readonly text: string;
}

/** Compiles the type tests without their directives, so that the compiler says all that it has against them. */
async function compileUncovered(files: ReadonlyMap<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-types-'));
  try {
    await symlink(join(PACKAGE, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, code] of files) {
      const uncovered = code
        .replaceAll('@ts-expect-error', 'expected')
        .replaceAll("from '../", `from '${PACKAGE}/src/`);
      await writeFile(join(folder, name), uncovered);
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const settings = { extends: join(PACKAGE, 'tsconfig.json'), include: [folder] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    return await new Promise((resolve) => {
      execFile(TSC, ['-p', folder, '--pretty', 'false'], { cwd: folder }, (_failed, stdout) =>
        resolve(stdout),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the directives say: where, with which code, for which reason. */
function refusalsOf(files: ReadonlyMap<string, string>): readonly Refusal[] {
  return [...files].flatMap(([name, code]) =>
    code.split('\n').flatMap((line, index) => {
      const { code, text } = DIRECTIVE.exec(line)?.groups ?? {};
      if (code === undefined || text === undefined) return [];
      return [{ place: `${name}:${index + 2}`, code, text }];
    }),
  );
}

/** The errors of the compiler by their place; the lines that explain one belong to it. */
function errorsOf(output: string): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const error of output.split(/\n(?=\S)/)) {
    const { file, line } = /^(?<file>[^(]+)\((?<line>\d+),\d+\): error/.exec(error)?.groups ?? {};
    if (file?.endsWith('.test-d.ts')) errors.set(`${file}:${line}`, error);
  }
  return errors;
}

describe('what must not compile', () => {
  const files = new Map<string, string>();
  let errors: ReadonlyMap<string, string>;

  beforeAll(async () => {
    for (const name of await readdir(FOLDER)) {
      if (name.endsWith('.test-d.ts')) files.set(name, await readFile(join(FOLDER, name), 'utf8'));
    }
    errors = errorsOf(await compileUncovered(files));
  });

  it('says why, for each', () => {
    const lines = [...files.values()].flatMap((code) => code.split('\n'));
    const bare = lines.filter((line) => DIRECTIVE_OF_ANY_FORM.test(line) && !DIRECTIVE.test(line));
    expect(bare).toEqual([]);
  });

  it('does not compile, for the reason given', () => {
    const refusals = refusalsOf(files);
    expect(refusals.length).toBeGreaterThan(20);
    const wrong = refusals.filter(({ place, code, text }) => {
      const error = errors.get(place) ?? '';
      return !(error.includes(`error ${code}: `) && error.includes(text));
    });
    expect(wrong.map((refusal) => ({ ...refusal, compiler: errors.get(refusal.place) }))).toEqual(
      [],
    );
  });

  it('is nothing else', () => {
    const expected = new Set(refusalsOf(files).map(({ place }) => place));
    expect([...errors].filter(([place]) => !expected.has(place))).toEqual([]);
  });
});
