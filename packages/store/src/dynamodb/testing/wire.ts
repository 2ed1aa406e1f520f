import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** One client's wire, as a test hears and disturbs it. `command` is the action's name, `PutItem`. */
export interface Wire {
  /** Before a call is made, once however often the SDK repeats it. It may change the input. */
  readonly beforeCall?: (command: string, input: Record<string, unknown>) => void | Promise<void>;
  /** Before each request; a throw is the request's failure, and nothing is sent. */
  readonly beforeRequest?: (command: string) => void;
  /** After each request was answered; a throw loses the answer. */
  readonly afterRequest?: (command: string, attempt: number) => void;
}

const MAX_ATTEMPTS = 3;

/** Creates a client of an emulator that repeats without waiting. */
export function createWiredClient(endpoint: string, wire: Wire = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: IMPATIENT,
  });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = { ...args.input } as unknown as Record<string, unknown>;
      await wire.beforeCall?.(action(context.commandName), input);
      return next({ ...args, input: input as unknown as typeof args.input });
    },
    { step: 'initialize', name: 'beforeCall', priority: 'high' },
  );
  client.middlewareStack.add(
    (next, context) => {
      let attempt = 0;
      return async (args) => {
        attempt += 1;
        wire.beforeRequest?.(action(context.commandName));
        const result = await next(args);
        wire.afterRequest?.(action(context.commandName), attempt);
        return result;
      };
    },
    // Inside the SDK's repetition and around the deserialiser: an answer is lost after it was understood.
    { step: 'deserialize', name: 'aroundRequest', priority: 'high' },
  );
  return client;
}

/** An error that the SDK repeats. */
export function lostAnswer(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', $retryable: {} });
}

/** An error that DynamoDB answers, by its name. */
export function awsError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

function action(commandName: string | undefined): string {
  return (commandName ?? '').replace(/Command$/, '');
}

type Strategy = Exclude<DynamoDBClientConfig['retryStrategy'], undefined>;

const IMPATIENT: Strategy = {
  acquireInitialRetryToken: async () => retryToken(0),
  refreshRetryTokenForRetry: async (token, { errorType }) => {
    const count = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || count >= MAX_ATTEMPTS) throw new Error('No more attempts');
    return retryToken(count);
  },
  recordSuccess: () => undefined,
};

function retryToken(count: number) {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}
