import { assertOperationType } from './assert-operation-type.ts';
import { callerStack } from './caller-stack.ts';
import type { OperationListener } from './operation-listener.ts';
import type { Operations } from './operations.ts';
import type { Quiet } from './quiet.ts';
import type { DisconnectOptions, TestConnection } from './test-connection.ts';
import {
  type AnyData,
  type AnyVariables,
  documentText,
  type OperationArgs,
  type TestDocument,
} from './test-document.ts';
import { TestOperationError, TestTimeoutError } from './test-errors.ts';
import {
  createTestSubscription,
  type TestResult,
  type TestSubscription,
} from './test-subscription.ts';

/** A client with one connection, which it opens when it is first used. It never reconnects. */
export interface TestClient {
  readonly connectionId: string;
  /** Whether the connection is open: false before the first use, and after its end by either side. */
  readonly isOpen: boolean;
  /** Connects now. Rejects with a `TestRefusalError` where the application refuses it. */
  connect(): Promise<void>;
  /**
   * Runs a query or mutation, after all subscriptions that were begun; resolves when the events that it published are
   * delivered. Rejects with a `TestOperationError` where it was answered by `error` and did not run, and with a
   * `TestTimeoutError` when no answer comes, and nothing begins or ends any more.
   */
  execute<Data = AnyData, Variables = AnyVariables>(
    document: TestDocument<Data, Variables>,
    ...args: OperationArgs<Variables>
  ): Promise<TestResult<Data>>;
  /**
   * Subscribes at once. Every later publish, execution, completion and disconnect waits until the subscription is stored
   * or refused. Throws a TypeError for a document that asks for a query or mutation.
   */
  subscribe<Data = AnyData, Variables = AnyVariables>(
    document: TestDocument<Data, Variables>,
    ...args: OperationArgs<Variables>
  ): TestSubscription<Data>;
  /** Goes away; its subscriptions are `completed`. */
  disconnect(options?: DisconnectOptions): Promise<void>;
}

export interface TestClientOptions {
  readonly connectionId: string;
  readonly connection: TestConnection;
  /** Types of messages that begin and end an operation. */
  readonly words: { readonly begin: string; readonly end: string };
  readonly operations: Operations;
  readonly quiet: Quiet;
  readonly story: () => string;
}

const IN_VAIN = 'No answer came, and nothing begins or ends any more.';

export function createTestClient(options: TestClientOptions): TestClient {
  const { connectionId, connection, words, operations, quiet, story } = options;
  let count = 0;
  let isGone = false;

  const assertUsable = (): void => {
    if (!isGone) return;
    throw new Error(
      `The client of ${connectionId} has disconnected: take another one, of \`t.client()\`.`,
    );
  };
  /** The frame that asks for an operation, under an id of its own. */
  const request = (method: 'execute' | 'subscribe', operation: Operation) => {
    const { document, variables, operationName } = operation;
    assertUsable();
    const query = documentText(document);
    assertOperationType(method, query, operationName);
    count += 1;
    return { id: String(count), type: words.begin, payload: { query, variables, operationName } };
  };

  const executeInTime = (operation: Operation): Promise<TestResult<unknown>> => {
    const from = callerStack(client.execute);
    const { promise, reject } = Promise.withResolvers<never>();
    const callOff = quiet.stall(() => reject(from(new TestTimeoutError(`${IN_VAIN} ${story()}`))));
    const answer = execute(operation).catch((error: Error) => Promise.reject(from(error)));
    return Promise.race([promise, answer.finally(callOff)]);
  };

  const execute = async (operation: Operation): Promise<TestResult<unknown>> => {
    const frame = request('execute', operation);
    await operations.begun();
    await connection.open();
    const answer = await operations.run(async () => {
      const listener = createAnswer(operations);
      connection.listen(frame.id, listener);
      await connection.send(frame);
      return listener;
    });
    await operations.settle();
    return answer.take();
  };

  const subscribe = (operation: Operation): TestSubscription<unknown> => {
    const frame = request('subscribe', operation);
    return createTestSubscription({
      quiet,
      story,
      from: callerStack(client.subscribe),
      begin: (listener) =>
        operations.begin(async () => {
          await connection.open();
          const error: OperationListener['error'] = (errors) =>
            listener.error(errors, operations.cause());
          connection.listen(frame.id, { ...listener, error });
          await connection.send(frame);
        }),
      stop: async (stored) => {
        await operations.begin(async () => {
          await stored;
          if (connection.isOpen()) await connection.send({ type: words.end, id: frame.id });
        });
        await operations.settle();
      },
    });
  };

  // The types of data and variables are the document's: nothing here looks into either.
  const client: TestClient = {
    connectionId,
    get isOpen() {
      return connection.isOpen();
    },
    connect: async () => {
      assertUsable();
      await connection.open();
    },
    execute: async (document, ...[variables, { operationName } = {}]) =>
      executeInTime({ document, variables, operationName }) as Promise<TestResult<never>>,
    subscribe: (document, ...[variables, { operationName } = {}]) =>
      subscribe({ document, variables, operationName }) as TestSubscription<never>,
    disconnect: async (notice = {}) => {
      if (isGone) return;
      isGone = true;
      const before = operations.begun();
      await operations.begin(async () => {
        await before;
        await connection.leave(notice);
      });
      await operations.settle();
    },
  };
  return client;
}

interface Operation {
  readonly document: TestDocument<unknown, never>;
  readonly variables: unknown;
  readonly operationName: string | undefined;
}

/** What a query or mutation comes to. */
function createAnswer(operations: Operations) {
  let outcome = (): TestResult<unknown> => {
    throw new Error('The operation was not answered.');
  };
  const fail = (error: Error): void => {
    outcome = () => {
      throw error;
    };
  };
  return {
    next: (result) => {
      outcome = () => result;
    },
    error: (errors) => fail(new TestOperationError(errors, operations.cause())),
    complete: () => undefined,
    end: fail,
    take: () => outcome(),
  } satisfies OperationListener & { take(): TestResult<unknown> };
}
