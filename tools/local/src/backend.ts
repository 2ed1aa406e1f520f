import { join } from 'node:path';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createTableInput } from '@skein/store/dynamodb';
import { invokeOnQueue, invokeOnTopic } from './emulators/event-sources.ts';
import { startMessaging } from './emulators/messaging.ts';
import { startTable } from './emulators/table.ts';
import { lockFolder } from './folder-lock.ts';
import {
  type Addresses,
  type FunctionName,
  functionVariables,
  MAX_ENVIRONMENTS,
  TIMEOUTS_MS,
} from './functions.ts';
import { createLambdaHost, type LambdaFunction, type LambdaHost } from './lambda-host/index.ts';
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
  close(): Promise<void>;
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
    const functions = await addFunctions(host, plumbing, {
      options,
      distDir,
      dynamodbEndpoint: table.endpoint,
      messagingEndpoint: messaging.endpoint,
    });
    const first = [functions.connect, functions.message, functions.publisher];
    await Promise.all([table.ready, ...first.map((one) => one.warm())]);
    void warmOneByOne([functions.graphql, functions.disconnect, functions.fanout]);
    const stop = startEventSources({ sqs: messaging.sqs, functions, plumbing, print });
    closers.push(async () => stop());
    return { functions, publish: plumbing.publish, close };
  } catch (error) {
    await Promise.allSettled(starting);
    await close();
    throw error;
  }
}

async function addFunctions(
  host: LambdaHost,
  plumbing: Plumbing,
  where: {
    readonly options: BackendOptions;
    readonly distDir: string;
    readonly dynamodbEndpoint: string;
    readonly messagingEndpoint: string;
  },
): Promise<Functions> {
  const { options, distDir, dynamodbEndpoint, messagingEndpoint } = where;
  const { connectionsUrl, auth, logLevel } = options;
  const addresses: Addresses = {
    tableName: TABLE_NAME,
    eventsTopicArn: plumbing.eventsTopicArn,
    fanoutQueueUrl: plumbing.fanoutQueue.url,
    parkedQueueUrl: plumbing.parkedQueue.url,
    connectionsUrl,
    dynamodbEndpoint,
    messagingEndpoint,
    auth,
    logLevel,
  };
  const add = (name: FunctionName): Promise<LambdaFunction> =>
    host.add({
      name,
      zip: join(distDir, `${name}.zip`),
      variables: { ...options.variables, ...functionVariables(name, addresses) },
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
