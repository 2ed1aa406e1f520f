import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are no failure. @default 0 alone */
  readonly expect?: readonly number[];
  /** Whether its standard output is returned, or shown as it comes. */
  readonly output: 'return' | 'show';
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs a program to its end; what it says on standard error is shown. Rejects on an unexpected exit code. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { command, args, cwd, env = process.env, expect = [0], output } = options;
  const stdio = output === 'return' ? 'pipe' : 'inherit';
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', stdio, 'inherit'] });
  const stdout: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  if (!expect.includes(exitCode)) {
    throw new Error(`${[command, ...args].join(' ')} ended with ${exitCode}`);
  }
  return { exitCode, stdout: stdout.join('') };
}
