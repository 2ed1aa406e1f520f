import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { at, type Block, type Page } from './page.ts';
import { ROOT } from './root.ts';
import { readCommands, type ShellCommand, ShellError } from './shell.ts';

/** Commands of our own tools, asked for what they take. */
export interface Tools {
  /** Throws where `skein` would refuse the words. */
  skein(words: readonly string[]): void;
  /** The flags that each command of `pnpm ship` knows. */
  readonly ship: Readonly<Record<string, { readonly flags: readonly string[] }>>;
}

/**
 * The tools as they are. Neither exports what is wanted here, because nobody else wants it: hence by their files, and
 * not by an import that would make it part of what they promise.
 */
export async function loadTools(): Promise<Tools> {
  const load = (path: string): Promise<Record<string, unknown>> =>
    import(new URL(`../../${path}`, import.meta.url).href);
  const { parseCommand } = await load('cli/src/command.ts');
  const { COMMANDS } = await load('pipeline/src/commands.ts');
  return {
    skein: (words) =>
      void (parseCommand as (args: readonly string[], env: object) => void)(words, {}),
    ship: COMMANDS as Tools['ship'],
  };
}

const LANGUAGES = ['sh', 'bash', 'shell', 'console', 'zsh'];
/** What pnpm itself does, as far as documentation needs it. */
const PNPM_OWN = [
  'add',
  'exec',
  'dlx',
  'install',
  'i',
  'init',
  'remove',
  'update',
  'why',
  'pack',
  'publish',
  'create',
];
const OUR_FOLDERS = /^(?:\.\/)?((?:apps|docs|examples|infra|packages|tools)\/[\w./@-]*)$/;

/** Commands in shell blocks that would be refused: of `skein`, of `pnpm` and its scripts, `cd` and paths into the repository. */
export const checkCommands = (pages: readonly Page[], tools: Tools): string[] => {
  const packages = readPackages();
  return pages.flatMap((page) => {
    const place = createPlace(page);
    return page.blocks
      .filter(({ language }) => LANGUAGES.includes(language))
      .flatMap((block) => checkBlock(page, block, { tools, packages, place }));
  });
};

interface Known {
  readonly tools: Tools;
  /** Scripts of each package, by its name. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly place: Place;
}

const checkBlock = (page: Page, block: Block, known: Known): string[] => {
  try {
    known.place.startBlock();
    return readCommands(block.text).flatMap((command) => {
      const problem = checkCommand(command, known);
      return problem === null ? [] : [at(page, block.line + command.line, problem)];
    });
  } catch (error) {
    if (error instanceof ShellError) return [at(page, block.line + error.line, error.message)];
    throw error;
  }
};

const checkCommand = (
  { words }: ShellCommand,
  { tools, packages, place }: Known,
): string | null => {
  const missing = place.follow(words);
  if (missing !== null) return missing;

  const [name, ...args] = runnerless(words);
  if (name === 'skein') return skeinProblem(tools, args);
  if (name === 'node' && args[0]?.endsWith('tools/cli/bin/skein.js'))
    return skeinProblem(tools, args.slice(1));
  if (name === 'pnpm') return pnpmProblem(args, tools, packages);
  return null;
};

/** `npx -y skein dev` is `skein dev`; so is `pnpm exec skein dev`. */
const runnerless = (words: readonly string[]): readonly string[] => {
  const [first, second = ''] = words;
  if (first === 'npx')
    return words.slice(words.findIndex((word, index) => index > 0 && !word.startsWith('-')));
  return first === 'pnpm' && (second === 'exec' || second === 'dlx') ? words.slice(2) : words;
};

const skeinProblem = (tools: Tools, args: readonly string[]): string | null => {
  try {
    tools.skein(args);
    return null;
  } catch (error) {
    return `skein ${args.join(' ')}: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const ROOT_PACKAGE = 'skein-workspace';

const pnpmProblem = (
  args: readonly string[],
  tools: Tools,
  packages: ReadonlyMap<string, readonly string[]>,
): string | null => {
  let owner = ROOT_PACKAGE;
  let rest = args;
  if (rest[0] === '--filter' || rest[0] === '-F') {
    owner = rest[1] ?? '';
    rest = rest.slice(2);
  }
  const scripts = packages.get(owner);
  if (scripts === undefined) return `pnpm --filter ${owner}: there is no such package`;

  const [script = '', ...more] = rest[0] === 'run' ? rest.slice(1) : rest;
  if (script === 'exec') return more[0] === 'skein' ? skeinProblem(tools, more.slice(1)) : null;
  if (owner === ROOT_PACKAGE && script === 'start') return skeinProblem(tools, ['dev', ...more]);
  if (owner === ROOT_PACKAGE && script === 'ship') return shipProblem(tools, more);
  if (scripts.includes(script) || PNPM_OWN.includes(script)) return null;
  return `pnpm ${script}: ${owner} has no such script (${scripts.join(', ')})`;
};

const shipProblem = ({ ship }: Tools, [name = '', ...args]: readonly string[]): string | null => {
  const command = ship[name];
  if (command === undefined)
    return `pnpm ship ${name}: there is no such command (${Object.keys(ship).join(', ')})`;
  try {
    const options = Object.fromEntries(
      command.flags.map((flag) => [flag, { type: 'string' }] as const),
    );
    parseArgs({ args: [...args], options });
    return null;
  } catch (error) {
    return `pnpm ship ${name}: ${error instanceof Error ? error.message : String(error)}`;
  }
};

interface Place {
  startBlock(): void;
  /** Follows what the command does to folders, and says which path of the repository it names in vain. */
  follow(words: readonly string[]): string | null;
}

/**
 * Where the reader of a page stands. A page begins in the repository, and each block may go on where the last one ended
 * or begin there again. A folder that the page makes itself is outside: what lies there is not looked at.
 */
const createPlace = (page: Page): Place => {
  const made = new Set<string>();
  /** Relative to the repository; null outside. */
  let here: string | null = '';
  let before: string | null = '';

  const change = (to: string): string | null => {
    if (/[$~<]/.test(to) || made.has(to)) here = null;
    else if (here !== null && isFolder(posix.join(here, to))) here = posix.join(here, to);
    else if (before !== null && isFolder(posix.join(before, to))) here = posix.join(before, to);
    else if (here !== null)
      return `cd ${to}: ${page.path.startsWith('docs/') ? 'the repository has' : 'there is'} no such folder`;
    return null;
  };

  return {
    startBlock() {
      before = here;
      here = '';
    },
    follow(words) {
      const [name, ...args] = words;
      if (name === 'cd') return change(args[0] ?? '');
      for (const path of madeBy(words)) made.add(path);
      if (here !== '') return null;
      const paths = words.flatMap(
        (word) => OUR_FOLDERS.exec(word.replace(/^-chdir=/, ''))?.[1] ?? [],
      );
      const missing = paths.find((path) => !existsSync(join(ROOT, path)) && !isMade(made, path));
      return missing === undefined ? null : `the repository has no ${missing}`;
    },
  };
};

const isFolder = (path: string): boolean => !path.startsWith('..') && existsSync(join(ROOT, path));

/** A folder that the page made, or something in it. */
const isMade = (made: ReadonlySet<string>, path: string): boolean =>
  path.split('/').some((_, index, parts) => made.has(parts.slice(0, index + 1).join('/'))) ||
  path.includes('/dist/');

const madeBy = ([name, ...args]: readonly string[]): readonly string[] => {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  if (name === 'mkdir') return paths;
  if (name === 'git' && paths[0] === 'clone')
    return [paths[2] ?? posix.basename(paths[1] ?? '').replace(/\.git$/, '')];
  return name === 'cp' ? paths.slice(-1) : [];
};

const readPackages = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [
      'package.json',
      ...globSync('{packages,apps,tools,examples}/*/package.json', { cwd: ROOT }),
      'tools/local/console/package.json',
    ].map((path) => {
      const { name, scripts = {} } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as {
        name: string;
        scripts?: Record<string, string>;
      };
      return [name, Object.keys(scripts)] as const;
    }),
  );
