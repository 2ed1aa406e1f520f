import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * This system and the reference servers, each with the reference application, or with one that has sources of every
 * sort.
 */
export type SystemName = 'skein' | 'reference' | 'skein-sources' | 'reference-sources';

export interface RunningSystem {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

const SERVE = fileURLToPath(new URL('serve.ts', import.meta.url));

/** Starts a system in a process of its own, as Node runs it: what is under test is never transformed for tests. */
export async function forkSystem(name: SystemName): Promise<RunningSystem> {
  const child = fork(SERVE, [name]);
  const exited = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    exited.then(([code]) => {
      throw new Error(`The ${name} system ended with code ${code} before it was up`);
    }),
  ]);
  return {
    url,
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
