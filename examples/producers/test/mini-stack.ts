import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';

/** SNS, SQS, S3 and EventBridge on this machine. */
export interface MiniStack {
  /** What the AWS CLI and the SDKs of all languages need to speak to it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1; `bin` has its program. */
export async function startMiniStack(bin: string): Promise<MiniStack> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const child = spawn(join(bin, 'ministack'), [], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...environment,
      ...{ BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) },
      ...{ IOT_MTLS_ENABLED: '0', SFTP_ENABLED: '0', LAMBDA_EXECUTOR: 'local' },
    },
  });
  const exited = once(child, 'exit');
  // Whatever ends this process must not leave the emulator behind.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const beUp = async () => {
    const health = await fetch(`${url}/_ministack/health`);
    if (!health.ok) throw new Error(`MiniStack answered ${health.status}`);
  };
  await vi.waitFor(beUp, { timeout: 60_000, interval: 200 });
  return {
    environment,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5_000))]);
      kill();
      process.off('exit', kill);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
