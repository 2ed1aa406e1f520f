import { createDocuments } from '@skein/execution';
import {
  type Decoded,
  decode,
  frames,
  isOperationIdTooLong,
  type Json,
  type Subprotocol,
} from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import type { Sockets } from '@skein/sockets';
import type { Connection, Store } from '@skein/store';
import type { InboundApp } from './app.ts';
import { isExpired } from './authenticate.ts';
import { handleComplete } from './complete.ts';
import { handleConnectionInit } from './connection-init.ts';
import { answerFailure } from './failure.ts';
import type { InboundMessage, Runtime } from './inbound.ts';
import { handleMalformed } from './malformed.ts';
import { createReply } from './reply.ts';
import { handleSubscribe } from './subscribe.ts';
import type { Turn } from './turn.ts';

export interface InboundOptions<Session, DeliverySession> {
  readonly app: InboundApp<Session, DeliverySession>;
  readonly store: Store;
  readonly sockets: Sockets;
  readonly log: Log;
  readonly runtime: Runtime;
}

/** What is left of an invocation's time for the last frame of a message that took too long. */
const MARGIN_MS = 1_500;
const LAST_MARGIN_MS = 500;

/**
 * Makes what handles one client message. Never rejects: the gateway would tell the client so in a frame of its own,
 * which ends all that the client has running. A message that fails, or takes too long, is answered within its protocol.
 */
export function createInbound<Session = Json, DeliverySession = Json>(
  options: InboundOptions<Session, DeliverySession>,
): (message: InboundMessage) => Promise<void> {
  // What the core holds of a session is its JSON, whatever type the application gives it.
  const app = options.app as unknown as InboundApp;
  const { store, sockets, log, runtime } = options;
  const { schema, limits, validationRules: rules = [] } = app;
  const documents = createDocuments({ schema, maxTokens: limits.documentTokens, rules });

  return async (message) => {
    const { connectionId, callbackUrl: endpoint } = message;
    const address = { connectionId, endpoint };
    const tooLate = new AbortController();
    const leftMs = () => message.remainingMs() - MARGIN_MS;
    const reply = createReply({ sockets, address, runtime, log, leftMs, signal: tooLate.signal });
    const spoken: Spoken = { subprotocol: null };
    try {
      const turn: Turn = { app, store, documents, log, runtime, message, reply, leftMs };
      await inTime(turn, tooLate, handleMessage(turn, spoken));
    } catch (error) {
      log.error('message_failed', { connectionId, error });
      const lastMs = () => message.remainingMs() - LAST_MARGIN_MS;
      const last = createReply({ sockets, address, runtime, log, leftMs: lastMs });
      await answerFailure(last, message, spoken.subprotocol).catch((failure: unknown) =>
        log.error('message_unanswered', { connectionId, error: failure }),
      );
    }
  };
}

/** What the connection speaks, once that is known. */
interface Spoken {
  subprotocol: Subprotocol | null;
}

/** Rejects when the message's time is up before `work` is done; what `work` posts after that goes nowhere. */
async function inTime(
  { runtime, leftMs, log, message }: Turn,
  tooLate: AbortController,
  work: Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const timeUp = runtime.sleep(Math.max(0, leftMs()), done.signal).then(() => 'late' as const);
  try {
    const first = await Promise.race([work.then(() => 'done' as const), timeUp]);
    if (first === 'done') return;
    tooLate.abort();
    work.catch((error: unknown) =>
      log.error('message_failed', { connectionId: message.connectionId, error }),
    );
    throw new Error('The message took longer than the invocation has');
  } finally {
    done.abort();
  }
}

async function handleMessage(turn: Turn, spoken: Spoken): Promise<void> {
  const { store, message, reply } = turn;
  const read = createReading(message.body);
  if (await handleUnread(turn, read)) return;

  const connection = await store.connection(message.connectionId);
  // A connection that is not known runs and writes nothing: closed, the client comes back and registers.
  if (connection === null) return reply.close();
  spoken.subprotocol = connection.subprotocol;
  return handleRegistered(turn, connection, read);
}

/** A frame as one subprotocol has it. */
type Reading = (subprotocol: Subprotocol) => Decoded;

/** Decodes a frame once for each subprotocol at most: which one it is in is certain only after the connection was read. */
function createReading(body: string): Reading {
  const readings = new Map<Subprotocol, Decoded>();
  return (subprotocol) => {
    const reading = readings.get(subprotocol) ?? decode(subprotocol, body);
    readings.set(subprotocol, reading);
    return reading;
  };
}

/** Handles what needs no look at the connection; false where it needs one. */
async function handleUnread(turn: Turn, read: Reading): Promise<boolean> {
  const transport = read('graphql-transport-ws');
  if (transport.ok && transport.message.type === 'pong') return true;
  if (transport.ok && transport.message.type === 'ping') {
    await turn.reply.post(frames('graphql-transport-ws').pong(transport.message.payload));
    return true;
  }
  const subprotocol: Subprotocol = transport.ok ? 'graphql-transport-ws' : 'graphql-ws';
  const decoded = transport.ok ? transport : read('graphql-ws');
  if (!decoded.ok || decoded.message.type !== 'complete') return false;
  const { id } = decoded.message;
  // No operation has such an id, and no row could.
  if (isOperationIdTooLong(id)) return false;
  return (await handleComplete(turn, { id, subprotocol })) === 'handled';
}

async function handleRegistered(turn: Turn, connection: Connection, read: Reading): Promise<void> {
  const { runtime, reply } = turn;
  const decoded = read(connection.subprotocol);
  const type = decoded.ok ? decoded.message.type : 'malformed';
  const isHarmless = type === 'connection_init' || type === 'complete';
  if (!isHarmless && isExpired(connection.identity, runtime.nowMs())) return reply.close();
  if (!decoded.ok) return handleMalformed(turn, connection, decoded.malformed);

  switch (decoded.message.type) {
    case 'connection_init':
      return handleConnectionInit(turn, connection, decoded.message.payload);
    case 'subscribe':
      return handleSubscribe(turn, connection, decoded.message);
    case 'connection_terminate':
      return reply.close();
    case 'complete':
    case 'ping':
    case 'pong':
      // Handled before the connection was read; a `complete` comes here if no operation can have its id.
      return;
  }
}
