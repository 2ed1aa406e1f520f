import type { Documents } from '@skein/execution';
import type { Log } from '@skein/pubsub';
import type { MessageStamp, Store } from '@skein/store';
import type { InboundApp } from './app.ts';
import type { InboundMessage, Runtime } from './inbound.ts';
import type { Reply } from './reply.ts';

/** One client message on its way through: what it is, what answers it, and how long it may take. */
export interface Turn {
  readonly app: InboundApp;
  readonly store: Store;
  readonly documents: Documents;
  readonly log: Log;
  readonly runtime: Runtime;
  readonly message: InboundMessage;
  readonly reply: Reply;
  /** How long any wait may still take. */
  leftMs(): number;
}

/** How the store knows this message again. */
export function stampOf({ message }: Turn): MessageStamp {
  return { messageId: message.messageId, timeMs: message.timeMs };
}
