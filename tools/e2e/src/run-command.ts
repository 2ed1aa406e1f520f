import { spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the workflows run: `node PIPELINE <command>`. */
export const PIPELINE = fileURLToPath(new URL('../../pipeline/src/main.ts', import.meta.url));

export interface CommandOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** @default this process's */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Everything that the command writes is appended here. */
  readonly logFile?: string;
  /** Exit codes that are no failure. @default 0 alone */
  readonly expect?: readonly number[];
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
}

/** A command that ended with another code than was expected. */
export class CommandError extends Error {
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.name = 'CommandError';
    this.output = output;
  }
}

const LAST_LINES = 40;

/** Runs a command to its end. Rejects with the end of its output where its exit code is none that was expected. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { command, args, cwd, env = process.env, logFile, expect = [0] } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: string[] = [];
  const output: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout.push(text);
    output.push(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const all = output.join('');
  const line = [command, ...args].join(' ');
  if (logFile !== undefined) await appendFile(logFile, `$ ${line}\n${all}\n`);
  if (!expect.includes(exitCode)) {
    const last = all.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
    throw new CommandError(`${line} ended with ${exitCode}:\n${last}`, all);
  }
  return { exitCode, stdout: stdout.join('') };
}
