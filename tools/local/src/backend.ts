import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoStore, createTableInput } from '@skein/store/dynamodb';
import { LOCAL_ACCOUNT } from './emulators/aws-account.ts';
import { invokeOnQueue, invokeOnTopic } from './emulators/event-sources.ts';
import { startMessaging } from './emulators/messaging.ts';
import { startTable } from './emulators/table.ts';
import { lockFolder } from './folder-lock.ts';
import {
  type Addresses,
  FUNCTION_NAMES,
  type FunctionName,
  MAX_ENVIRONMENTS,
  TIMEOUTS_MS,
  variablesFor,
} from './functions.ts';
import {
  createLambdaHost,
  type FunctionCode,
  type LambdaFunction,
  type LambdaHost,
  type PreparedCode,
} from './lambda-host/index.ts';
import { LoadError } from './load-error.ts';
import { layPlumbing, type Plumbing } from './plumbing.ts';

const TABLE_NAME = 'skein-local';
/** AWS waits a minute before it retries an event; nobody who develops does. */
const RETRY_DELAY_MS = 1000;

export interface BackendOptions {
  /** Holds `<function>.zip` for each function, once they are made; the emulators start meanwhile. */
  readonly distDir: Promise<string>;
  readonly connectionsUrl: string;
  readonly auth: Addresses['auth'];
  readonly logLevel: string;
  /** For every function, beside what the contract gives it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Keeps the table there over restarts; null keeps it in memory. */
  readonly persist: string | null;
  readonly print: (line: string) => void;
}

type Functions = Readonly<Record<FunctionName, LambdaFunction>>;

/** Everything behind the gateway: the table, the topic, the queues and the Lambdas. */
export interface Backend {
  readonly functions: Functions;
  /** Publishes to the SNS topic and gives the message's id. */
  publish(message: string): Promise<string>;
  /** Whether a connection is stored that has no session. */
  isAnonymous(connectionId: string): Promise<boolean>;
  /**
   * Runs other code from now on: all of it or, where some of it does not load, none; then it rejects with a `LoadError`.
   * Gives the functions that are others now.
   */
  replace(code: ReplacingCode): Promise<readonly FunctionName[]>;
  close(): Promise<void>;
}

/** What the functions are made of. */
export interface ReplacingCode {
  readonly distDir: string;
  /** For every function, beside what the contract gives it. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Starts the emulators and the Lambda host, and loads one environment of each function that a first subscription
 * waits for; the others follow in the background.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { print } = options;
  const closers: Array<() => Promise<void>> = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const opened = <Value extends { close(): Promise<void> }>(value: Value): Value => {
    closers.push(() => value.close());
    return value;
  };
  const onOutput = ({ functionName, text }: { functionName: string; text: string }): void =>
    print(text.trimEnd().replace(/^/gm, `[${functionName}] `));
  const { persist: path } = options;
  const input = createTableInput(TABLE_NAME);
  const openTable = async () => {
    if (path !== null) opened(await lockFolder(path));
    return startTable(path === null ? { input } : { input, path });
  };

  const starting = [
    openTable().then(opened),
    startMessaging().then(opened),
    createLambdaHost({ onOutput }).then(opened),
    options.distDir,
  ] as const;
  try {
    const [table, messaging, host, distDir] = await Promise.all(starting);
    const plumbing = await layPlumbing(messaging);
    const addresses = addressesOf(options, plumbing, {
      dynamodbEndpoint: table.endpoint,
      messagingEndpoint: messaging.endpoint,
    });
    const { variables } = options;
    const codeOf = functionCode(addresses);
    const functions = await addFunctions(host, plumbing, codeOf({ distDir, variables }));
    const first = [functions.connect, functions.message, functions.publisher];
    await Promise.all([table.ready, ...first.map((one) => one.warm())]);
    void warmOneByOne([functions.graphql, functions.disconnect, functions.fanout]);
    const stop = startEventSources({ sqs: messaging.sqs, functions, plumbing, print });
    closers.push(async () => stop());
    const replace = (code: ReplacingCode) => replaceFunctions(functions, codeOf(code));
    const connections = opened(openConnections(table.endpoint));
    const { publish } = plumbing;
    return { functions, publish, isAnonymous: connections.isAnonymous, replace, close };
  } catch (error) {
    await Promise.allSettled(starting);
    await close();
    throw error;
  }
}

function addressesOf(
  { connectionsUrl, auth, logLevel }: BackendOptions,
  { eventsTopicArn, fanoutQueue, parkedQueue }: Plumbing,
  endpoints: Pick<Addresses, 'dynamodbEndpoint' | 'messagingEndpoint'>,
): Addresses {
  return {
    tableName: TABLE_NAME,
    eventsTopicArn,
    fanoutQueueUrl: fanoutQueue.url,
    parkedQueueUrl: parkedQueue.url,
    connectionsUrl,
    auth,
    logLevel,
    ...endpoints,
  };
}

/** Reads connections as the functions store them. */
function openConnections(endpoint: string) {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_ACCOUNT });
  const store = createDynamoStore({ tableName: TABLE_NAME, defaultCallbackUrl: null, client });
  return {
    isAnonymous: async (connectionId: string) => {
      const connection = await store.connection(connectionId);
      return connection !== null && (connection.identity?.session ?? null) === null;
    },
    close: async () => client.destroy(),
  };
}

type CodeOf = (name: FunctionName) => FunctionCode;

const functionCode =
  (addresses: Addresses) =>
  ({ distDir, variables }: ReplacingCode): CodeOf =>
  (name) => ({
    zip: join(distDir, `${name}.zip`),
    variables: variablesFor(name, addresses, variables),
  });

async function addFunctions(
  host: LambdaHost,
  plumbing: Plumbing,
  codeOf: CodeOf,
): Promise<Functions> {
  const add = (name: FunctionName): Promise<LambdaFunction> =>
    host.add({
      name,
      ...codeOf(name),
      timeoutMs: TIMEOUTS_MS[name],
      maxEnvironments: MAX_ENVIRONMENTS[name],
      retryDelayMs: RETRY_DELAY_MS,
      ...(name === 'publisher' && { onFailure: plumbing.keepFailure }),
    });
  const [connect, message, disconnect, publisher, fanout, graphql] = await Promise.all([
    add('connect'),
    add('message'),
    add('disconnect'),
    add('publisher'),
    add('fanout'),
    add('graphql'),
  ]);
  return { connect, message, disconnect, publisher, fanout, graphql };
}

async function replaceFunctions(
  functions: Functions,
  codeOf: CodeOf,
): Promise<readonly FunctionName[]> {
  const prepared = await prepareAll(functions, codeOf);
  const failed = prepared.find(({ code }) => code.failure !== null);
  if (failed?.code.failure) {
    await Promise.all(prepared.map(({ code }) => code.discard()));
    throw new LoadError(failed.name, failed.code.failure);
  }
  for (const { code } of prepared) code.use();
  return prepared.map(({ name }) => name);
}

interface PreparedFunction {
  readonly name: FunctionName;
  readonly code: PreparedCode;
}

/** Those that would run something else, loaded side by side. */
async function prepareAll(
  functions: Functions,
  codeOf: CodeOf,
): Promise<readonly PreparedFunction[]> {
  const preparing = FUNCTION_NAMES.map(async (name) => {
    const code = await functions[name].prepare(codeOf(name));
    return code === null ? [] : [{ name, code }];
  });
  try {
    return (await Promise.all(preparing)).flat();
  } catch (error) {
    const settled = await Promise.allSettled(preparing);
    const others = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    await Promise.all(others.map(({ code }) => code.discard()));
    throw error;
  }
}

function startEventSources(options: {
  readonly sqs: SQSClient;
  readonly functions: Functions;
  readonly plumbing: Plumbing;
  readonly print: (line: string) => void;
}): () => void {
  const { sqs, functions, plumbing, print } = options;
  const onError = (error: unknown): void => print(`an event source failed: ${error}`);
  const { publisher, fanout } = functions;
  const sources = [
    invokeOnTopic({
      sqs,
      queue: plumbing.eventsQueue,
      invokeAsync: publisher.invokeAsync,
      onError,
    }),
    invokeOnQueue({ sqs, queue: plumbing.fanoutQueue, invoke: fanout.invoke, onError }),
  ];
  return () => {
    for (const source of sources) source.stop();
  };
}

/** One at a time, so that the first client is not kept waiting for what it does not need. */
async function warmOneByOne(functions: readonly LambdaFunction[]): Promise<void> {
  for (const one of functions) await one.warm();
}
