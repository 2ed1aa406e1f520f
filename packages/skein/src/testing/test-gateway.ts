import { createInbound, type InboundMessage } from '@skein/inbound';
import { createConnect } from '@skein/inbound/connect';
import { createDisconnect } from '@skein/inbound/disconnect';
import type { Log } from '@skein/pubsub';
import { createMemorySockets } from '@skein/sockets/memory';
import type { Store } from '@skein/store';
import type { App } from '../define-app.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The `@connections` endpoint of every connection; nothing is ever sent there. */
export const ENDPOINT = 'http://gateway.test/test';

/** How long each invocation has left, always. */
export const REMAINING_MS = 30_000;

/** What a connection gets of the server. */
export interface Receiver {
  frame(text: string): void;
  closed(): void;
}

/** API Gateway, and the handlers that it hands messages to. */
export type TestGateway = ReturnType<typeof createTestGateway>;

export interface TestGatewayOptions {
  readonly app: App;
  readonly store: Store;
  readonly log: Log;
  readonly clock: VirtualClock;
}

export function createTestGateway({ app, store, log, clock }: TestGatewayOptions) {
  const receivers = new Map<string, Receiver>();
  const sockets = createMemorySockets({
    onFrame: (connectionId, frame) => receivers.get(connectionId)?.frame(frame),
    onClose: (connectionId) => receivers.get(connectionId)?.closed(),
  });
  const { access } = app;
  const inbound = createInbound({ app, store, sockets, log, runtime: clock });
  return {
    sockets,
    clock,
    connect: createConnect({ access, store, log, runtime: clock }),
    /** Hands a client's frame to the message handler. */
    message: (message: InboundMessage): Promise<void> => inbound(message),
    disconnect: createDisconnect({ access, store, log }),
    /** Establishes a connection: from now on it can be posted to. */
    open: (connectionId: string, receiver: Receiver): void => {
      receivers.set(connectionId, receiver);
      sockets.open(connectionId);
    },
    /** Ends a connection without the server's doing. */
    drop: (connectionId: string): void => sockets.drop(connectionId),
    isOpen: (connectionId: string): boolean => sockets.isOpen(connectionId),
  };
}
