import { WebSocket } from 'ws';

/** A socket that speaks raw frames. */
export interface RawSocket {
  /** The subprotocol that the server chose; empty for none. */
  readonly subprotocol: string;
  /** Sends a text as it is, anything else as JSON. */
  send(frame: unknown): void;
  /** The next text that came, parsed; rejects if the socket closes first. */
  next(): Promise<unknown>;
  /** Code and reason of the close frame. */
  readonly closed: Promise<Closing>;
  close(): void;
}

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** What became of an upgrade. */
export type Opening =
  | { readonly status: 101; readonly socket: RawSocket }
  | { readonly status: number; readonly socket: null };

export interface RawSocketOptions {
  /** The subprotocols to offer, in order. @default none */
  readonly offers?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks for an upgrade. */
export function openRawSocket(
  url: string,
  { offers = [], headers = {} }: RawSocketOptions = {},
): Promise<Opening> {
  const socket = new WebSocket(url, [...offers], { headers });
  const incoming = createIncoming(socket);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve({ status: response.statusCode ?? 0, socket: null });
    });
    socket.on('open', () => {
      const raw: RawSocket = {
        subprotocol: socket.protocol,
        send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
        ...incoming,
        close: () => socket.close(),
      };
      resolve({ status: 101, socket: raw });
    });
  });
}

/** Opens a socket that must be let in. */
export async function openAdmitted(url: string, options?: RawSocketOptions): Promise<RawSocket> {
  const { status, socket } = await openRawSocket(url, options);
  if (socket === null) throw new Error(`The upgrade was answered ${status}`);
  return socket;
}

function createIncoming(socket: WebSocket): Pick<RawSocket, 'next' | 'closed'> {
  const unread: string[] = [];
  const waiting: PromiseWithResolvers<string>[] = [];
  const closed = Promise.withResolvers<Closing>();
  let closing: Closing | null = null;

  socket.on('message', (data) => {
    const waiter = waiting.shift();
    if (waiter === undefined) unread.push(data.toString());
    else waiter.resolve(data.toString());
  });
  socket.on('close', (code, reason) => {
    closing = { code, reason: reason.toString() };
    closed.resolve(closing);
    for (const waiter of waiting.splice(0)) waiter.reject(closedError(closing));
  });
  return {
    closed: closed.promise,
    next: async () => {
      const text = unread.shift();
      if (text !== undefined) return JSON.parse(text);
      if (closing !== null) throw closedError(closing);
      const waiter = Promise.withResolvers<string>();
      waiting.push(waiter);
      return JSON.parse(await waiter.promise);
    },
  };
}

function closedError({ code, reason }: Closing): Error {
  return new Error(`The socket closed with ${code} ${reason}`);
}
