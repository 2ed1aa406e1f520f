import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; rejects with all that it said when it fails. */
export async function runToEnd(options: RunOptions): Promise<RunResult> {
  const result = await runToAnyEnd(options);
  if (result.exitCode === 0) return result;
  const { command, args } = options;
  const { exitCode, stdout, stderr } = result;
  throw new Error(`${[command, ...args].join(' ')} ended with ${exitCode}\n${stdout}${stderr}`);
}

/** Runs a program, whatever it ends with. */
export async function runToAnyEnd(options: RunOptions): Promise<RunResult> {
  const { command, args, cwd, env = process.env } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  return { exitCode, ...output };
}
