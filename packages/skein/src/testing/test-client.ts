import type {
  ConnectAnswer,
  ConnectRequest,
  DisconnectNotice,
  InboundMessage,
} from '@skein/inbound';
import type { AccessRequest } from '@skein/inbound/access';
import type { FormattedError, FormattedResult, JsonObject } from '@skein/protocol';
import type { MemorySockets } from '@skein/sockets/memory';

export interface ConnectOptions {
  /** Goes into the `connection_init` payload, as `authorization`. @default none */
  readonly token?: string | null;
  /** The `connection_init` payload. @default none */
  readonly connectionParams?: JsonObject;
  /** Of the upgrade; lower-case names. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the upgrade's URL. @default none */
  readonly query?: Readonly<Record<string, string>>;
}

export interface OperationOptions {
  readonly variables?: JsonObject;
  readonly operationName?: string;
}

/** A client of graphql-transport-ws. */
export interface TestClient {
  readonly connectionId: string;
  /** Whether the connection is open: a verdict of the server ends it. */
  isOpen(): boolean;
  /** Runs a query or mutation. What ends it before it runs stands under `errors`, too. */
  execute(query: string, options?: OperationOptions): Promise<FormattedResult>;
  /** Subscribes; resolves when the subscription is stored, or refused. */
  subscribe(query: string, options?: OperationOptions): Promise<TestSubscription>;
  /** Goes away, as the gateway reports it. */
  disconnect(notice?: { readonly code?: number; readonly reason?: string }): Promise<void>;
}

/** One subscription, up to date whenever a publish has resolved. */
export interface TestSubscription {
  /** Oldest first. */
  readonly results: readonly FormattedResult[];
  /** What ended it; null while nothing did. */
  readonly errors: readonly FormattedError[] | null;
  /** Whether the source ended by itself. */
  readonly isComplete: boolean;
  /** Ends it. */
  complete(): Promise<void>;
}

/** A connection that was refused: an HTTP status at the upgrade, or the verdict that ended it. */
export class TestRefusalError extends Error {
  override readonly name = 'TestRefusalError';
  /** 400, 401 or 500 at the upgrade; null after it. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }
}

/** The handlers that a client's traffic goes to. */
export interface TestGateway {
  readonly connect: (request: ConnectRequest) => Promise<ConnectAnswer>;
  readonly inbound: (message: InboundMessage) => Promise<void>;
  readonly disconnect: (notice: DisconnectNotice) => Promise<void>;
  /** Resolves when every publish begun so far is delivered. */
  readonly settle: () => Promise<void>;
  readonly sockets: MemorySockets;
  readonly nowMs: () => number;
  readonly endpoint: string;
  readonly remainingMs: number;
}

/** A frame of the server, as far as it is read here. */
interface ServerFrame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

const NO_REQUEST: AccessRequest = {
  headers: {},
  query: {},
  sourceIp: null,
  userAgent: null,
  authorizer: {},
};

/** Opens and initialises a connection. Rejects with a `TestRefusalError`. */
export async function openTestClient(
  gateway: TestGateway,
  connectionId: string,
  options: ConnectOptions,
): Promise<TestClient> {
  const connectedAtMs = gateway.nowMs();
  await upgrade(gateway, connectionId, options);
  gateway.sockets.open(connectionId);

  let messages = 0;
  const send = async (frame: object): Promise<void> => {
    messages += 1;
    await gateway.inbound({
      connectionId,
      messageId: `${connectionId}-message-${messages}`,
      timeMs: gateway.nowMs(),
      connectedAtMs,
      callbackUrl: gateway.endpoint,
      body: JSON.stringify(frame),
      request: NO_REQUEST,
      remainingMs: () => gateway.remainingMs,
    });
    await gateway.settle();
  };
  await init(gateway, connectionId, send, options);
  return createTestClient(gateway, connectionId, send);
}

async function upgrade(
  { connect, nowMs, endpoint }: TestGateway,
  connectionId: string,
  { headers = {}, query = {} }: ConnectOptions,
): Promise<void> {
  const answer = await connect({
    connectionId,
    requestId: `${connectionId}-upgrade`,
    timeMs: nowMs(),
    connectedAtMs: nowMs(),
    callbackUrl: endpoint,
    offers: ['graphql-transport-ws'],
    request: { ...NO_REQUEST, headers, query },
  });
  if (answer.status !== 200) throw new TestRefusalError(answer.message, answer.status);
}

async function init(
  { sockets }: TestGateway,
  connectionId: string,
  send: (frame: object) => Promise<void>,
  { token = null, connectionParams = {} }: ConnectOptions,
): Promise<void> {
  const payload = { ...connectionParams, ...(token !== null && { authorization: token }) };
  await send({ type: 'connection_init', payload });
  const answer = framesOf(sockets, connectionId)[0];
  if (answer?.type === 'connection_ack') return;
  throw new TestRefusalError(answer?.type ?? 'The connection was closed', null);
}

function createTestClient(
  { sockets, disconnect }: TestGateway,
  connectionId: string,
  send: (frame: object) => Promise<void>,
): TestClient {
  let operations = 0;
  const begin = async (query: string, { variables, operationName }: OperationOptions) => {
    operations += 1;
    const id = String(operations);
    await send({ type: 'subscribe', id, payload: { query, variables, operationName } });
    return createTestSubscription(sockets, connectionId, id, send);
  };
  return {
    connectionId,
    isOpen: () => sockets.isOpen(connectionId),
    execute: async (query, options = {}) => {
      const { results, errors } = await begin(query, options);
      const [result] = results;
      if (result !== undefined) return result;
      if (errors !== null) return { errors };
      const verdict = framesOf(sockets, connectionId).at(-1)?.type;
      throw new Error(`The operation was not answered; the last frame was ${verdict}.`);
    },
    subscribe: (query, options = {}) => begin(query, options),
    disconnect: async ({ code = 1000, reason = '' } = {}) => {
      sockets.drop(connectionId);
      await disconnect({ connectionId, code, reason });
    },
  };
}

function createTestSubscription(
  sockets: MemorySockets,
  connectionId: string,
  id: string,
  send: (frame: object) => Promise<void>,
): TestSubscription {
  const framesOfType = (type: string) =>
    framesOf(sockets, connectionId).filter((frame) => frame.id === id && frame.type === type);
  return {
    // The payloads are those that the protocol package encoded.
    get results() {
      return framesOfType('next').map(({ payload }) => payload as FormattedResult);
    },
    get errors() {
      const [frame] = framesOfType('error');
      return frame === undefined ? null : (frame.payload as readonly FormattedError[]);
    },
    get isComplete() {
      return framesOfType('complete').length > 0;
    },
    complete: () => send({ type: 'complete', id }),
  };
}

function framesOf(sockets: MemorySockets, connectionId: string): readonly ServerFrame[] {
  return sockets.frames(connectionId).map((frame) => JSON.parse(frame));
}
