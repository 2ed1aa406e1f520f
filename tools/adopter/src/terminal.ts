import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** How long output may take to come on the slowest machine. */
const PATIENCE_MS = 240_000;

/** Commands that a shell runs, in a process group of their own, with what they have printed so far. */
export interface Terminal {
  readonly output: () => string;
  /** Whether the output has all lines, in their order. */
  readonly has: (lines: readonly string[]) => boolean;
  /** Resolves when the output has all lines, in their order; rejects when the commands end without them, or print nothing of it for long. */
  prints(lines: readonly string[]): Promise<void>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number>;
  /** As Ctrl-C does; resolves when everything has ended. */
  interrupt(): Promise<void>;
}

export interface TerminalOptions {
  readonly script: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of one run's output, which was seen with another port, say. @default as it is */
  readonly translate?: (output: string) => string;
}

export function openTerminal(options: TerminalOptions): Terminal {
  const { script, cwd, env, translate = (output) => output } = options;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const has = (lines: readonly string[]) => hasLines(translate(output), lines);
  return {
    output: () => translate(output),
    has,
    ended,
    prints: async (lines) => {
      const printed = Promise.withResolvers<void>();
      const listener = () => {
        if (has(lines)) printed.resolve();
      };
      listeners.add(listener);
      listener();
      await Promise.race([printed.promise, ended, setTimeout(PATIENCE_MS, null, { ref: false })]);
      listeners.delete(listener);
      if (!has(lines)) {
        throw new Error(
          `${script}should have printed\n${lines.join('\n')}\nbut printed\n${output}`,
        );
      }
    },
    interrupt: () => interrupt(child, ended),
  };
}

function hasLines(output: string, lines: readonly string[]): boolean {
  let from = 0;
  return lines.every((line) => {
    const found = output.indexOf(line, from);
    from = found + line.length;
    return found >= 0;
  });
}

async function interrupt(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  // The group: a terminal sends Ctrl-C to a command's own commands too.
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([ended, once(child, 'close')]);
}
