import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at, type Block, type Page } from './page.ts';
import { ROOT } from './root.ts';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

const COMPILER_OPTIONS = {
  target: 'es2023',
  lib: ['es2024', 'dom', 'dom.iterable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  moduleDetection: 'force',
  types: ['node'],
  jsx: 'react-jsx',
  noEmit: true,
  strict: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
};

/** A snippet as a file of the program that is compiled. */
interface Snippet {
  /** Relative to the program's folder. */
  readonly file: string;
  readonly page: Page;
  readonly block: Block;
}

/** What the compiler says of the snippets of all pages, in one run. */
export const checkSnippets = async (pages: readonly Page[]): Promise<string[]> => {
  const snippets = pages.flatMap(layOut);
  const folder = await mkdtemp(join(tmpdir(), 'skein-docs-'));
  try {
    await writeProgram(folder, snippets);
    return readDiagnostics(await compile(folder), snippets);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Gives each snippet of a page its file. A first line like `// src/topics.ts` names it; others are modules beside
 * them. A page that shows a file again, changed, begins a new edition: the files so far, with this one in its new form.
 */
const layOut = (page: Page): Snippet[] => {
  const editions: Map<string, Block>[] = [new Map()];
  for (const block of page.blocks.filter(isCompiled)) {
    const name = nameOf(block);
    const last = editions.at(-1);
    if (last?.has(name)) editions.push(new Map([...last].filter(([, { text }]) => isNamed(text))));
    editions.at(-1)?.set(name, block);
  }
  const folder = page.path.replaceAll('/', '-').replace(/\.md$/, '');
  return editions.flatMap((files, edition) =>
    [...files].map(([name, block]) => ({ file: `${folder}/${edition}/${name}`, page, block })),
  );
};

const NAME = /^\/\/ ((?:[\w.@-]+\/)*[\w.@-]+\.tsx?)(?=$|[\s:(])/;

const isCompiled = ({ language, words }: Block): boolean =>
  ['ts', 'tsx', 'typescript'].includes(language) && !words.includes('fragment');
const isNamed = (text: string): boolean => NAME.test(text);
const nameOf = ({ text, language, line }: Block): string =>
  NAME.exec(text)?.[1] ?? `line-${line}.${language === 'tsx' ? 'tsx' : 'ts'}`;

const writeProgram = async (folder: string, snippets: readonly Snippet[]): Promise<void> => {
  await symlink(join(PACKAGE, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: snippets.map(({ file }) => file) }),
  );
  const files = new Set(snippets.map(({ file }) => file));
  for (const { file, page, block } of snippets) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), importingFrom(page, file, block.text, files));
  }
};

/** A README may import the sources beside it: such paths are made whole, those of the page's own files stay. */
const importingFrom = (
  page: Page,
  file: string,
  text: string,
  files: ReadonlySet<string>,
): string =>
  text.replace(
    /(from |import\(|import )'(\.\.?\/[^']+)'/g,
    (whole, before: string, path: string) => {
      if (files.has(posix.join(posix.dirname(file), path).replace(/\.js(x?)$/, '.ts$1')))
        return whole;
      const source = join(ROOT, dirname(page.path), path);
      return existsSync(source) ? `${before}'${source}'` : whole;
    },
  );

const compile = (folder: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const tsc = join(PACKAGE, 'node_modules/.bin/tsc');
    execFile(
      tsc,
      ['-p', folder, '--pretty', 'false'],
      { cwd: folder, maxBuffer: 64e6 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else if (stderr !== '') reject(new Error(stderr));
        else resolve(stdout);
      },
    );
  });

const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): error (TS\d+: .*)$/;

/** Each diagnostic at its page and line. Sources of the workspace have a type check of their own. */
const readDiagnostics = (output: string, snippets: readonly Snippet[]): string[] => {
  const byFile = new Map(snippets.map((snippet) => [snippet.file, snippet]));
  const problems: string[] = [];
  let skipping = false;
  for (const text of output.split('\n').filter((line) => line !== '')) {
    const [, file = '', line = '', message = ''] = DIAGNOSTIC.exec(text) ?? [];
    const snippet = byFile.get(file);
    if (file !== '') skipping = snippet === undefined;
    if (snippet !== undefined)
      problems.push(at(snippet.page, snippet.block.line + Number(line) - 1, message));
    else if (file !== '') continue;
    else if (!/^\s/.test(text)) problems.push(text);
    else if (!skipping) problems.push(`${problems.pop() ?? ''}\n${text}`);
  }
  return [...new Set(problems)];
};
