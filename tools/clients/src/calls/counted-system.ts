import type { Subprotocol } from '@skein/protocol';
import { startSkein } from '../setup/start-skein.ts';
import { createTarget, type Target } from '../target/target.ts';
import { openAdmitted, type RawSocket } from '../wire/raw-socket.ts';
import { type CallCounter, countCalls } from './call-counter.ts';

/** A system of this process's own, whose AWS calls are counted. */
export interface CountedSystem {
  readonly target: Target;
  readonly counter: CallCounter;
  /** A socket whose init is acknowledged. */
  connect(subprotocol?: Subprotocol): Promise<RawSocket>;
  close(): Promise<void>;
}

export async function startCountedSystem(): Promise<CountedSystem> {
  const counter = countCalls();
  const system = await startSkein();
  const target = createTarget(system.url);
  const sockets: RawSocket[] = [];
  return {
    target,
    counter,
    connect: async (subprotocol = 'graphql-transport-ws') => {
      const socket = await openAdmitted(target.socketUrl, { offers: [subprotocol] });
      sockets.push(socket);
      socket.send({ type: 'connection_init', payload: {} });
      await socket.next();
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.close();
      target.close();
      await system.close();
      counter.close();
    },
  };
}

/** Subscribes to a repository's comments. */
export function subscribeTo(repository: string, id = '1') {
  const query = `subscription { commentAdded(repoFullName: "${repository}") { content } }`;
  return { type: 'subscribe', id, payload: { query } };
}
