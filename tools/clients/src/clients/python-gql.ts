import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { GraphqlResult } from '../target/target.ts';
import type { ClientLibrary, OpenOptions, TestClient } from './client.ts';
import { createResultQueue, type ResultQueue } from './result-queue.ts';

const DRIVE = fileURLToPath(new URL('../../python/drive.py', import.meta.url));

/** What `drive.py` tells. */
type DriverEvent =
  | { readonly event: 'connected' }
  | { readonly event: 'refused'; readonly message: string }
  | {
      readonly event: 'next' | 'result';
      readonly key: number;
      readonly result: GraphqlResult;
    }
  | { readonly event: 'completed'; readonly key: number }
  | { readonly event: 'failed'; readonly key: number; readonly message: string };

/** Python's gql with its WebsocketsTransport, which offers this subprotocol; `python` is an interpreter that has gql. */
export function pythonGql(
  subprotocol: 'graphql-transport-ws' | 'graphql-ws',
  python: string,
): ClientLibrary {
  return {
    name: `Python gql, ${subprotocol}`,
    afterRefusal: 'gives up',
    open: (options) => drive(python, subprotocol, options),
  };
}

async function drive(
  python: string,
  subprotocol: string,
  { url, connectionParams = {} }: OpenOptions,
): Promise<TestClient> {
  const child = spawn(python, [DRIVE, url, subprotocol, JSON.stringify(connectionParams)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const started = Promise.withResolvers<void>();
  const refused = Promise.withResolvers<string>();
  const queues = new Map<number, ResultQueue>();

  createInterface(child.stdout).on('line', (line) => {
    const event: DriverEvent = JSON.parse(line);
    switch (event.event) {
      case 'connected':
        return started.resolve();
      case 'refused':
        refused.resolve(event.message);
        return started.resolve();
      case 'next':
      case 'result':
        return queues.get(event.key)?.next(event.result);
      case 'completed':
        return queues.get(event.key)?.complete();
      case 'failed':
        return queues.get(event.key)?.fail(event.message);
    }
  });
  await Promise.race([started.promise, exited]);

  const tell = (command: Readonly<Record<string, unknown>>): void => {
    if (child.stdin.writable) child.stdin.write(`${JSON.stringify(command)}\n`);
  };
  const begin = (command: 'subscribe' | 'execute', request: object) => {
    const key = queues.size;
    const queue = createResultQueue();
    queues.set(key, queue);
    tell({ command, key, ...request });
    return queue.subscription(() => tell({ command: 'stop', key }));
  };
  return {
    subscribe: (request) => begin('subscribe', request),
    execute: (request) => begin('execute', request).next(),
    refused: refused.promise,
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
