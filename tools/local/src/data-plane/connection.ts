import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { EventSource } from './events.ts';
import type { Limits } from './limits.ts';

/** How a connection ended, as `$disconnect` reports it. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** One established connection. */
export interface Connection {
  readonly source: EventSource;
  /** False from the moment that either side begins to close. */
  isOpen(): boolean;
  lastActiveAtMs(): number;
  /** Sends one text message, in frames of at most 32 KB. `throttled`: the client is too slow for its buffer. */
  send(text: string): 'sent' | 'gone' | 'throttled';
  /** Starts the closing handshake; the connection is gone for posts from now on. */
  close(close: Close): void;
  /** Settles when the socket is closed. */
  readonly closed: Promise<void>;
  /** Drops the TCP connection without a closing handshake. */
  terminate(): void;
}

/** What DeleteConnection closes with: it takes neither a code nor a reason. */
export const DELETED: Close = { code: 1000, reason: 'Connection Closed Normally' };

/** What ends a connection that is idle, too old, or left over when the gateway stops. */
export const GOING_AWAY: Close = { code: 1001, reason: 'Going away' };

/** Wraps an open socket: the idle and duration timers, the limits, and the two things that can happen to it. */
export function openConnection(options: {
  readonly socket: WebSocket;
  readonly source: EventSource;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly onMessage: (connection: Connection, text: string) => void;
  readonly onClose: (close: Close) => void;
}): Connection {
  const { socket, source, limits, clock, onMessage, onClose } = options;
  let closedByGateway: Close | null = null;
  const closed = Promise.withResolvers<void>();
  let lastActiveAtMs = clock.nowMs();
  let cancelIdle = clock.after(limits.idleMs, () => close(GOING_AWAY));
  const cancelDuration = clock.after(limits.durationMs, () => close(GOING_AWAY));

  // Only messages count as activity; RFC 6455 pings do not reach API Gateway's idle timer.
  function touch(): void {
    lastActiveAtMs = clock.nowMs();
    cancelIdle();
    cancelIdle = clock.after(limits.idleMs, () => close(GOING_AWAY));
  }

  function isOpen(): boolean {
    return closedByGateway === null && socket.readyState === socket.OPEN;
  }

  function close(reason: Close): void {
    if (!isOpen()) return;
    closedByGateway = reason;
    socket.close(reason.code, reason.reason);
  }

  function send(text: string): 'sent' | 'gone' | 'throttled' {
    if (!isOpen()) return 'gone';
    if (socket.bufferedAmount > limits.sendBufferBytes) return 'throttled';
    touch();
    sendFragments(socket, Buffer.from(text), limits.frameBytes);
    return 'sent';
  }

  const connection: Connection = {
    source,
    isOpen,
    lastActiveAtMs: () => lastActiveAtMs,
    send,
    close,
    closed: closed.promise,
    terminate: () => socket.terminate(),
  };
  socket.on('message', (data) => {
    if (closedByGateway !== null) return;
    touch();
    onMessage(connection, data.toString());
  });
  // ws closes the socket itself (1009, 1007, 1002): 'close' follows with the code.
  socket.on('error', (error) => {
    if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      closedByGateway ??= { code: 1009, reason: 'Message is too large' };
    }
  });
  socket.on('close', (code, reason) => {
    cancelIdle();
    cancelDuration();
    closed.resolve();
    onClose(closedByGateway ?? { code, reason: reason.toString() || closeReason(code) });
  });

  return connection;
}

function sendFragments(socket: WebSocket, bytes: Buffer, frameBytes: number): void {
  let offset = 0;
  do {
    const end = offset + frameBytes;
    socket.send(bytes.subarray(offset, end), { binary: false, fin: end >= bytes.length });
    offset = end;
  } while (offset < bytes.length);
}

/** The texts seen in DISCONNECT events for clients that gave no reason. */
function closeReason(code: number): string {
  switch (code) {
    case 1000:
      return 'Connection Closed Normally';
    case 1005:
      return 'Client-side close frame status not set';
    case 1006:
      return 'Connection closed abnormally';
    default:
      return '';
  }
}
