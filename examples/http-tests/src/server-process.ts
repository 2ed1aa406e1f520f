import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An HTTP server in a process of its own, as `node src/main.ts` starts it. */
export interface ServerProcess {
  readonly url: string;
  /** Asks it to end; gives its exit code once nothing keeps it alive any more. */
  stop(): Promise<number | null>;
}

export async function startServerProcess(
  main: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const server = spawn(process.execPath, [fileURLToPath(main)], {
    env: { PATH: process.env.PATH, ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const url = await Promise.race([
    listeningUrl(server.stdout),
    exited.then(([code]) => {
      throw new Error(`The server ended with ${code} before it listened.`);
    }),
  ]);
  return {
    url,
    stop: async () => {
      server.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

async function listeningUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /^Listening on (?<url>\S+)$/.exec(line)?.groups?.url;
    if (url !== undefined) return url;
  }
  throw new Error('The server closed its output before it said where it listens.');
}
