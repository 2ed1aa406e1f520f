import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openRawSocket } from '../wire/raw-socket.ts';

// Prints how long the local system takes from the start of its process to the first connection_ack.

const SKEIN = fileURLToPath(new URL('../../../cli/bin/skein.js', import.meta.url));
const ROUNDS = 5;
const RETRY_MS = 10;

for (let round = 1; round <= ROUNDS; round += 1) {
  console.log(`start ${round}: first connection_ack after ${Math.round(await measure())} ms`);
}

async function measure(): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [SKEIN, 'dev'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    await Promise.race([
      firstAck(`ws://127.0.0.1:${port}/graphql`),
      exited.then(([code]) => {
        throw new Error(`skein dev ended with code ${code}`);
      }),
    ]);
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

/** Tries until it is let in. */
async function firstAck(url: string): Promise<void> {
  for (;;) {
    const opening = await openRawSocket(url, { offers: ['graphql-transport-ws'] }).catch(
      () => null,
    );
    if (opening?.socket) {
      opening.socket.send({ type: 'connection_init' });
      await opening.socket.next();
      opening.socket.close();
      return;
    }
    await setTimeout(RETRY_MS);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
