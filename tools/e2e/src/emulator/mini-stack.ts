import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';
import { awsEnvironment, type Emulator } from './emulator.ts';
import { freePort } from './free-port.ts';
import { preparePython } from './python-environment.ts';

const WORKSPACE_BIN = fileURLToPath(new URL('../../../../node_modules/.bin', import.meta.url));
const START_MS = 30_000;
const STOP_MS = 5_000;

export type { Emulator };

/** Starts MiniStack on a free port of 127.0.0.1, from a virtual environment of its own. */
export async function startMiniStack(logFile: string): Promise<Emulator> {
  const bin = await preparePython('ministack');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const child = spawn(join(bin, 'ministack'), [], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      // Functions run on the first `node` that is found, and inherit the endpoint.
      PATH: `${WORKSPACE_BIN}:${process.env.PATH ?? ''}`,
      ...awsEnvironment(url),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
  });
  const exited = once(child, 'exit');
  // Whatever ends this process must not leave the emulator behind.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  await until({
    what: `MiniStack is up on ${url} (its log: ${logFile})`,
    patienceMs: START_MS,
    ask: async () => {
      if (child.exitCode !== null) throw new Error(`MiniStack ended; its log: ${logFile}`);
      const health = await fetch(`${url}/_ministack/health`).catch(() => null);
      return health?.ok ? true : null;
    },
  });
  return {
    name: 'MiniStack',
    url,
    own: true,
    environment: awsEnvironment(url),
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}
