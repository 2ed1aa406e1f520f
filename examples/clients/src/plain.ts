// plain.ts
import { reconnectDelayMs } from './reconnect-delay.ts';
import { assertFits } from './size.ts';

/** A GraphQL response. */
interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

interface Sink {
  next(result: Result): void;
  /** The last that is heard: the operation's errors, or why the server refused the client. */
  error(reason: string): void;
  complete(): void;
}

interface Payload {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface PlainClient {
  /** Returns what ends the subscription. Throws if the message is too large. */
  subscribe(payload: Payload, sink: Sink): () => void;
  close(): void;
}

type Message =
  | { readonly type: 'connection_ack' | 'pong' }
  | { readonly type: 'ping'; readonly payload?: unknown }
  | { readonly type: 'next'; readonly id: string; readonly payload: Result }
  | {
      readonly type: 'error';
      readonly id: string;
      readonly payload: readonly { readonly message: string }[];
    }
  | { readonly type: 'complete'; readonly id: string };

const KEEP_ALIVE_MS = 300_000;
const PONG_MS = 10_000;
const SETTLED_MS = 2_000;

/** The subprotocol graphql-transport-ws on a browser's own WebSocket. It connects with the first subscription. */
export function createPlainClient(options: {
  readonly url: string;
  readonly token: () => Promise<string | null>;
  readonly refetch?: () => void;
  readonly spreadMs?: number;
}): PlainClient {
  const { url, token, refetch = () => undefined, spreadMs = 5_000 } = options;
  const operations = new Map<string, { readonly payload: Payload; readonly sink: Sink }>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let socket: WebSocket | null = null;
  let retries = 0;
  let acknowledged = false;

  const send = (message: object): void => socket?.send(JSON.stringify(message));
  const after = (ms: number, run: () => void): void => {
    timers.add(setTimeout(run, ms));
  };
  const stopTimers = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  function open(): void {
    const opened = new WebSocket(url, 'graphql-transport-ws');
    socket = opened;
    opened.onopen = async () => {
      try {
        const authorization = await token();
        if (socket !== opened) return;
        send({
          type: 'connection_init',
          payload: authorization === null ? {} : { authorization },
        });
      } catch (problem) {
        refuse(`no token: ${problem}`);
      }
    };
    opened.onmessage = ({ data }) => receive(JSON.parse(data) as Message);
    opened.onclose = () => comeBack();
  }

  /** Whatever closed it: 2 hours, 10 silent minutes, expired credentials (1000), a refused upgrade, the network. */
  function comeBack(): void {
    stopTimers();
    socket = null;
    acknowledged = false;
    if (operations.size > 0) after(reconnectDelayMs({ retries: retries++, spreadMs }), open);
  }

  /** The end of all operations. */
  function refuse(reason: string): void {
    const sinks = [...operations.values()].map(({ sink }) => sink);
    close();
    for (const sink of sinks) sink.error(reason);
  }

  function close(): void {
    operations.clear();
    stopTimers();
    acknowledged = false;
    if (socket === null) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close(1000);
    socket = null;
  }

  function keepAlive(): void {
    after(KEEP_ALIVE_MS, () => {
      send({ type: 'ping' });
      after(PONG_MS, () => socket?.close());
    });
  }

  function begin(): void {
    retries = 0;
    acknowledged = true;
    for (const [id, { payload }] of operations) send({ id, type: 'subscribe', payload });
    after(SETTLED_MS, refetch);
    keepAlive();
  }

  /** The sink of an operation that the server ended. */
  function end(id: string): Sink | undefined {
    const operation = operations.get(id);
    operations.delete(id);
    return operation?.sink;
  }

  function receive(message: Message): void {
    switch (message.type) {
      case 'connection_ack':
        begin();
        break;
      case 'ping':
        send({ type: 'pong', payload: message.payload });
        break;
      case 'pong':
        stopTimers();
        keepAlive();
        break;
      case 'next':
        operations.get(message.id)?.sink.next(message.payload);
        break;
      case 'error':
        end(message.id)?.error(message.payload.map(({ message }) => message).join('; '));
        break;
      case 'complete':
        end(message.id)?.complete();
        break;
      default:
        // The server's verdict, such as `4403: Token expired`; or API Gateway's own error message, which has no type.
        refuse(String((message as { readonly type?: string }).type ?? 'Internal server error'));
    }
  }

  return {
    subscribe: (payload, sink) => {
      const id = crypto.randomUUID();
      assertFits({ id, type: 'subscribe', payload });
      operations.set(id, { payload, sink });
      if (acknowledged) send({ id, type: 'subscribe', payload });
      else if (socket === null && timers.size === 0) open();
      return () => {
        if (!operations.delete(id)) return;
        if (acknowledged) send({ id, type: 'complete' });
        if (operations.size === 0) close();
      };
    },
    close,
  };
}
