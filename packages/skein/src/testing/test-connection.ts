import type { AccessRequest } from '@skein/inbound/access';
import type { JsonObject, Subprotocol } from '@skein/protocol';
import type { OperationListener } from './operation-listener.ts';
import type { Operations } from './operations.ts';
import { readServerFrame } from './server-frame.ts';
import { TestRefusalError } from './test-errors.ts';
import { ENDPOINT, REMAINING_MS, type TestGateway } from './test-gateway.ts';

/** How a client presents itself. */
export interface ClientOptions {
  /** Goes into the `connection_init` payload, as `authorization`. @default none */
  readonly token?: string | null;
  /** The `connection_init` payload. @default none */
  readonly connectionParams?: JsonObject;
  /** Of the upgrade. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the upgrade's URL. @default none */
  readonly query?: Readonly<Record<string, string>>;
  /** `graphql-ws` is the legacy one, of subscriptions-transport-ws. @default 'graphql-transport-ws' */
  readonly protocol?: Subprotocol;
}

/** How a connection ends, as the gateway reports it. */
export interface DisconnectOptions {
  /** @default 1000 */
  readonly code?: number;
  /** @default '' */
  readonly reason?: string;
  /** Whether the gateway reports it; API Gateway does not always, and then the next delivery finds the connection gone. @default true */
  readonly reported?: boolean;
}

/** One connection to the gateway, opened when it is first used. */
export interface TestConnection {
  isOpen(): boolean;
  /** Opens and initialises it, once. Rejects with a `TestRefusalError`. */
  open(): Promise<void>;
  send(frame: object): Promise<void>;
  /** Has what the server says about an operation told to `listener`. */
  listen(id: string, listener: OperationListener): void;
  /** Ends it by the client, and with it all its operations. */
  leave(notice: DisconnectOptions): Promise<void>;
  /** Ends it by the gateway, if it is as old as a connection may become. */
  retire(): Promise<void>;
}

export interface TestConnectionOptions {
  readonly connectionId: string;
  readonly gateway: TestGateway;
  readonly operations: Operations;
  readonly client: ClientOptions;
}

const NO_REQUEST: AccessRequest = {
  headers: {},
  query: {},
  sourceIp: null,
  userAgent: null,
  authorizer: {},
};

/** API Gateway's limit. */
const LONGEST_CONNECTION_MS = 2 * 3_600_000;

export function createTestConnection(options: TestConnectionOptions): TestConnection {
  const { connectionId, gateway, operations, client } = options;
  const { clock } = gateway;
  const protocol = client.protocol ?? 'graphql-transport-ws';
  const listeners = new Map<string, OperationListener>();
  let connectedAtMs = 0;
  let messages = 0;
  let isAcknowledged = false;
  let opening: Promise<void> | null = null;
  let refusal: TestRefusalError | null = null;

  const end = (tell: (listener: OperationListener) => void): void => {
    for (const listener of listeners.values()) tell(listener);
    listeners.clear();
  };
  /** Who hears of an operation for the last time. */
  const last = (id: string): OperationListener | undefined => {
    const listener = listeners.get(id);
    listeners.delete(id);
    return listener;
  };
  const report = (code: number, reason: string): Promise<void> =>
    operations.beginApart(() => gateway.disconnect({ connectionId, code, reason }));

  const receive = (text: string): void => {
    const frame = readServerFrame(protocol, text);
    switch (frame.kind) {
      case 'ack':
        isAcknowledged = true;
        return;
      case 'next':
        return listeners.get(frame.id)?.next(frame.result);
      case 'error':
        return last(frame.id)?.error(frame.errors);
      case 'complete':
        return last(frame.id)?.complete();
      case 'refused':
        refusal = new TestRefusalError(frame);
        return;
      case 'other':
        return;
    }
  };
  const closed = (): void => {
    refusal ??= new TestRefusalError({ code: 1000, reason: 'The server closed the connection' });
    const error = refusal;
    end((listener) => listener.end(error));
    void report(1000, 'Connection Closed Normally');
  };

  const send = async (frame: object): Promise<void> => {
    if (refusal !== null) throw refusal;
    messages += 1;
    await gateway.message({
      connectionId,
      messageId: `${connectionId}-message-${messages}`,
      timeMs: clock.nowMs(),
      connectedAtMs,
      callbackUrl: ENDPOINT,
      body: JSON.stringify(frame),
      request: NO_REQUEST,
      remainingMs: () => REMAINING_MS,
    });
  };

  const upgrade = async (problems: readonly unknown[]): Promise<void> => {
    connectedAtMs = clock.nowMs();
    const { headers = {}, query = {} } = client;
    const answer = await gateway.connect({
      connectionId,
      requestId: `${connectionId}-upgrade`,
      timeMs: connectedAtMs,
      connectedAtMs,
      callbackUrl: ENDPOINT,
      offers: [protocol],
      request: { ...NO_REQUEST, headers: lowerCased(headers), query },
    });
    if (answer.status === 200) return gateway.open(connectionId, { frame: receive, closed });
    const { status, message: reason } = answer;
    refusal = new TestRefusalError({ status, reason, cause: problems.at(-1) });
    throw refusal;
  };

  const init = async (problems: readonly unknown[]): Promise<void> => {
    const { token = null, connectionParams = {} } = client;
    const payload = { ...connectionParams, ...(token !== null && { authorization: token }) };
    await send({ type: 'connection_init', payload });
    if (isAcknowledged && refusal === null) return;
    const { code, reason } = refusal ?? { code: null, reason: 'No answer came to connection_init' };
    refusal = new TestRefusalError({ code, reason, cause: problems.at(-1) });
    throw refusal;
  };

  return {
    isOpen: () => gateway.isOpen(connectionId),
    open: () => {
      opening ??= operations.run(async ({ problems }) => {
        await upgrade(problems);
        await init(problems);
      });
      return opening;
    },
    send,
    listen: (id, listener) => void listeners.set(id, listener),
    leave: async ({ code = 1000, reason = '', reported = true }) => {
      // What it had begun is no news to it any more, whatever became of it.
      await opening?.catch(() => undefined);
      end((listener) => listener.complete());
      if (!gateway.isOpen(connectionId)) return;
      gateway.drop(connectionId);
      if (reported) await report(code, reason);
    },
    retire: async () => {
      const isOld = clock.nowMs() - connectedAtMs >= LONGEST_CONNECTION_MS;
      if (!isOld || !gateway.isOpen(connectionId)) return;
      refusal = new TestRefusalError({ code: 1001, reason: 'Going away' });
      const error = refusal;
      end((listener) => listener.end(error));
      gateway.drop(connectionId);
      await report(1001, 'Going away');
    },
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
