import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Every AWS call that arrives at a server of this process, whoever makes it: counted where the wire ends. */
export interface CallCounter {
  /** Takes a step and waits until it caused that many calls. */
  after(step: () => Promise<unknown>, calls: number): Promise<void>;
  /** The calls that a step causes, by name and sorted: it waits until that many came, and then for one too many. */
  during(step: () => Promise<unknown>, atLeast: number): Promise<readonly string[]>;
  /** Where the last DynamoDB call arrived. */
  dynamodbEndpoint(): string;
  close(): void;
}

const CHANNEL = 'http.server.request.start';
/** How long calls may take to come. */
const PATIENCE_MS = 8_000;
/** How long it is waited for a call too many. */
const SILENCE_MS = 200;

/** Counts from now on. The emulators and the gateway must run in this process. */
export function countCalls(): CallCounter {
  let calls: string[] = [];
  let dynamodbPort = 0;
  let changed = Promise.withResolvers<void>();

  const count = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const call = callOf(request);
    if (call === null) return;
    if (call.startsWith('DynamoDB ')) dynamodbPort = request.socket.localPort ?? 0;
    calls.push(call);
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  subscribe(CHANNEL, count);
  const after = async (step: () => Promise<unknown>, atLeast: number): Promise<void> => {
    calls = [];
    await step();
    const late = setTimeout(PATIENCE_MS, 'late' as const, { ref: false });
    while (calls.length < atLeast) {
      if ((await Promise.race([changed.promise, late])) === 'late') return;
    }
  };
  // Of the step before, which may have ended with a call that nobody waits for.
  const silence = async (): Promise<void> => {
    do {
      calls = [];
      await setTimeout(SILENCE_MS);
    } while (calls.length > 0);
  };
  return {
    after,
    during: async (step, atLeast) => {
      await silence();
      await after(step, atLeast);
      await setTimeout(SILENCE_MS);
      return calls.toSorted();
    },
    dynamodbEndpoint: () => `http://127.0.0.1:${dynamodbPort}`,
    close: () => {
      unsubscribe(CHANNEL, count);
    },
  };
}

/** `<service> <action>`; null for what is no AWS call of the system, as the polling of the event sources. */
function callOf({ headers, method, url = '' }: IncomingMessage): string | null {
  if (url.includes('/@connections/')) return `Connections ${method}`;
  const [service = '', action = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (service.startsWith('DynamoDB')) return `DynamoDB ${action}`;
  if (service === 'AmazonSQS') return action.startsWith('Send') ? `SQS ${action}` : null;
  // SNS names its action in the body; publishing is all that the system does.
  const agent = `${headers['x-amz-user-agent']} ${headers['user-agent']}`;
  return agent.includes('api/sns#') ? 'SNS Publish' : null;
}
