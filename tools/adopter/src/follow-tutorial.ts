import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Step } from './read-tutorial.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface FollowOptions {
  readonly steps: readonly Step[];
  /** Empty. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Followed {
  /** Where the reader is at the end. */
  readonly folder: string;
  /** Ends what is still running. */
  close(): Promise<void>;
}

/** The port that the text names, and that may be another's here. */
const WRITTEN_PORT = /localhost:4000/g;

/**
 * Does what a tutorial says, word for word: writes each file, runs each command, and waits for the output that is shown. The
 * only word that is another is the port, which the system chose itself.
 */
export async function followTutorial({ steps, folder, env }: FollowOptions): Promise<Followed> {
  const terminals: Terminal[] = [];
  const endless: Terminal[] = [];
  const place = join(folder, '.place');
  let cwd = folder;
  let port: string | null = null;
  const here = (text: string) =>
    port === null ? text : text.replaceAll(WRITTEN_PORT, `localhost:${port}`);
  const translate = (output: string) => {
    port ??= /Server ready at http:\/\/localhost:(\d+)/.exec(output)?.[1] ?? null;
    return port === null ? output : output.replaceAll(`localhost:${port}`, 'localhost:4000');
  };

  const run = async (step: Step & { readonly kind: 'commands' }) => {
    const script = `${here(step.script)}${step.endless ? '' : `\npwd > '${place}'`}`;
    const terminal = openTerminal({ script, cwd, env, translate });
    terminals.push(terminal);
    if (step.endless) {
      endless.push(terminal);
      return;
    }
    const exitCode = await terminal.ended;
    if (exitCode !== 0)
      throw new Error(`${step.script}ended with ${exitCode}\n${terminal.output()}`);
    cwd = (await readFile(place, 'utf8')).trim();
  };
  const write = async ({ name, text }: Step & { readonly kind: 'file' }) => {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), here(text));
  };
  /** What is shown is of the last commands, or else of a terminal that was left running: the latest that has it. */
  const see = async (lines: readonly string[]) => {
    const last = terminals.at(-1);
    const candidates = [
      ...new Set([...(last === undefined ? [] : [last]), ...endless.toReversed()]),
    ];
    await Promise.any(candidates.map((terminal) => terminal.prints(lines)));
  };

  const close = async () => {
    for (const terminal of endless.toReversed()) await terminal.interrupt();
  };
  try {
    for (const step of steps) {
      if (step.kind === 'file') await write(step);
      else if (step.kind === 'commands') await run(step);
      else await see(step.lines);
    }
    return { folder: cwd, close };
  } catch (error) {
    const outputs = endless.map((terminal) => terminal.output());
    await close();
    throw new Error(['The tutorial can not be followed', ...outputs].join('\n'), { cause: error });
  }
}
