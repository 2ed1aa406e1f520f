import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

type Commands = Extract<Step, { kind: 'commands' }>;

/** How long output of a terminal that is left running is waited for, before what should have caused it is done again. */
const ROUND_MS = 20_000;
const ROUNDS = 3;

/** The port that the text names, and that may be another's here. */
const WRITTEN_PORT = /localhost:4000/g;

/**
 * Does what a tutorial says, word for word: writes each file, runs each command, and waits for the output that is shown. The
 * only word that is another is the port, which the system chose itself.
 */
export async function followTutorial({ steps, folder, env }: FollowOptions): Promise<Followed> {
  const terminals: Terminal[] = [];
  const endless: Terminal[] = [];
  const sinceOutput: Commands[] = [];
  const place = join(folder, '.place');
  let cwd = folder;
  let port: string | null = null;
  const here = (text: string) =>
    port === null ? text : text.replaceAll(WRITTEN_PORT, `localhost:${port}`);
  const translate = (output: string) => {
    port ??= /Server ready at http:\/\/localhost:(\d+)/.exec(output)?.[1] ?? null;
    return port === null ? output : output.replaceAll(`localhost:${port}`, 'localhost:4000');
  };

  const run = async (step: Commands) => {
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
  const write = async ({ name, text }: Extract<Step, { kind: 'file' }>) => {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), here(text));
  };
  const close = async () => {
    for (const terminal of endless.toReversed()) await terminal.interrupt();
  };
  try {
    for (const step of steps) {
      if (step.kind === 'file') await write(step);
      else if (step.kind === 'commands') await run(step);
      else await see({ lines: step.lines, terminals, endless, again: sinceOutput, run });
      if (step.kind === 'commands' && !step.endless) sinceOutput.push(step);
      if (step.kind === 'output') sinceOutput.length = 0;
    }
    return { folder: cwd, close };
  } catch (error) {
    const outputs = endless.map((terminal) => terminal.output());
    await close();
    throw new Error(['The tutorial can not be followed', ...outputs].join('\n'), { cause: error });
  }
}

interface Sight {
  readonly lines: readonly string[];
  readonly terminals: readonly Terminal[];
  /** Those of them that were left running. */
  readonly endless: readonly Terminal[];
  /** What should have caused the output. */
  readonly again: readonly Commands[];
  readonly run: (step: Commands) => Promise<void>;
}

/** Resolves when the lines were printed: by the last commands, or else in a terminal that was left running. */
async function see({ lines, terminals, endless, again, run }: Sight): Promise<void> {
  const last = terminals.at(-1);
  if (last !== undefined && !endless.includes(last) && last.has(lines)) return;
  if (endless.length === 0) {
    throw new Error(`Shown is\n${lines.join('\n')}\nbut came\n${last?.output()}`);
  }
  const seen = Promise.any(endless.map((terminal) => terminal.prints(lines)));
  seen.catch(() => undefined);
  // Nobody tells a client when its subscription has begun. A reader who was faster publishes once more, and so do we.
  for (const step of Array.from({ length: ROUNDS }, () => again).flat()) {
    if (await Promise.race([seen.then(() => true), setTimeout(ROUND_MS, false)])) return;
    await run(step);
  }
  await seen;
}
