import type { ConnectRequest } from '@skein/inbound';
import type { AccessRequest } from '@skein/inbound/access';
import type { JsonObject, Subprotocol } from '@skein/protocol';
import { createInbox, type Inbox } from './inbox.ts';
import type { OperationListener } from './operation-listener.ts';
import type { Operations } from './operations.ts';
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

export function createTestConnection(options: TestConnectionOptions): TestConnection {
  const { connectionId, gateway, operations, client } = options;
  const { clock } = gateway;
  const inbox = createInbox(client.protocol ?? 'graphql-transport-ws');
  const send = createSender(options, inbox);
  let connectedAtMs = 0;
  let opening: Promise<void> | null = null;

  const report = (code: number, reason: string): Promise<void> =>
    operations.beginApart(() => gateway.disconnect({ connectionId, code, reason }));

  const upgrade = async (): Promise<void> => {
    connectedAtMs = clock.nowMs();
    const answer = await gateway.connect(upgradeRequest(options, connectedAtMs));
    if (answer.status === 200) {
      const closed = (): void => {
        inbox.close(new TestRefusalError(CLOSED));
        void report(1000, 'Connection Closed Normally');
      };
      return gateway.open(connectionId, { frame: inbox.take, closed });
    }
    const { status, message: reason } = answer;
    const refusal = new TestRefusalError({ status, reason, cause: operations.cause() });
    inbox.close(refusal);
    throw refusal;
  };
  const init = async (): Promise<void> => {
    const { token = null, connectionParams = {} } = client;
    const payload = { ...connectionParams, ...(token !== null && { authorization: token }) };
    await send({ type: 'connection_init', payload }, connectedAtMs);
    const refusal = inbox.refusal();
    if (inbox.isAcknowledged() && refusal === null) return;
    const { code, reason } = refusal ?? UNANSWERED;
    throw new TestRefusalError({ code, reason, cause: operations.cause() });
  };

  return {
    isOpen: () => gateway.isOpen(connectionId),
    open: () => {
      opening ??= operations.run(async () => {
        await upgrade();
        await init();
      });
      return opening;
    },
    send: (frame) => send(frame, connectedAtMs),
    listen: inbox.listen,
    leave: async ({ code = 1000, reason = '', reported = true }) => {
      // What it had begun is no news to it any more, whatever became of it.
      await opening?.catch(() => undefined);
      inbox.leave();
      if (!gateway.isOpen(connectionId)) return;
      gateway.drop(connectionId);
      if (reported) await report(code, reason);
    },
    retire: async () => {
      const isOld = clock.nowMs() - connectedAtMs >= LONGEST_CONNECTION_MS;
      if (!isOld || !gateway.isOpen(connectionId)) return;
      inbox.close(new TestRefusalError(GOING_AWAY));
      gateway.drop(connectionId);
      await report(GOING_AWAY.code, GOING_AWAY.reason);
    },
  };
}

/** API Gateway's limit. */
const LONGEST_CONNECTION_MS = 2 * 3_600_000;

const GOING_AWAY = { code: 1001, reason: 'Going away' } as const;
const CLOSED = { code: 1000, reason: 'The server closed the connection' } as const;
const UNANSWERED = { code: null, reason: 'No answer came to connection_init' } as const;

const NO_REQUEST: AccessRequest = {
  headers: {},
  query: {},
  sourceIp: null,
  userAgent: null,
  authorizer: {},
};

function upgradeRequest(
  { connectionId, client }: TestConnectionOptions,
  timeMs: number,
): ConnectRequest {
  const { headers = {}, query = {}, protocol = 'graphql-transport-ws' } = client;
  return {
    connectionId,
    requestId: `${connectionId}-upgrade`,
    timeMs,
    connectedAtMs: timeMs,
    callbackUrl: ENDPOINT,
    offers: [protocol],
    request: { ...NO_REQUEST, headers: lowerCased(headers), query },
  };
}

/** Makes what hands a client's frames to the message handler. It rejects once the server has ended the connection. */
function createSender({ connectionId, gateway }: TestConnectionOptions, inbox: Inbox) {
  let messages = 0;
  return async (frame: object, connectedAtMs: number): Promise<void> => {
    const refusal = inbox.refusal();
    if (refusal !== null) throw refusal;
    messages += 1;
    await gateway.message({
      connectionId,
      messageId: `${connectionId}-message-${messages}`,
      timeMs: gateway.clock.nowMs(),
      connectedAtMs,
      callbackUrl: ENDPOINT,
      body: JSON.stringify(frame),
      request: NO_REQUEST,
      remainingMs: () => REMAINING_MS,
    });
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
