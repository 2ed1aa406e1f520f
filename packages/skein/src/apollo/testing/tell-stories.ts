import { createPubSub } from '@skein/pubsub';
import { SubscriptionClient } from 'subscriptions-transport-ws';
import { WebSocket } from 'ws';
import { TestOperationError, TestRefusalError, testApp } from '../../testing/index.ts';
import { fromApollo } from '../from-apollo.ts';
import { startApolloServer2 } from './apollo-server-2.ts';
import {
  createNotes,
  resolversOver,
  type Scenario,
  type Step,
  type Story,
  TYPE_DEFS,
} from './scenario.ts';

const EVENT = { noted: 'event' };
const isSubscription = (query: string) => query.startsWith('subscription');

/** What Apollo Server 2 does, with its own client. */
export async function referenceStory(
  scenario: Scenario,
  start = startApolloServer2,
): Promise<Story> {
  const { note, taken } = createNotes();
  const pubsub = createPubSub();
  const resolvers = resolversOver(() => pubsub.asyncIterator('NOTED'), scenario.userOf);
  const server = await start({
    typeDefs: TYPE_DEFS,
    resolvers,
    ...scenario.options(note),
  });
  const { client, refusal } = await connect(server.url, scenario);
  const answers: unknown[] = [];
  if (refusal === null) {
    for (const step of scenario.steps ?? []) {
      answers.push(await ask(client, step, () => pubsub.publish('NOTED', EVENT)));
    }
  }
  client.close();
  await server.close();
  // What follows the last socket's end is noted by now.
  await new Promise(setImmediate);
  return { refusal, answers, notes: taken() };
}

/** Resolves when the server has accepted or refused the connection. */
function connect(
  url: string,
  { connectionParams = {}, headers = {} }: Scenario,
): Promise<{ readonly client: SubscriptionClient; readonly refusal: string | null }> {
  return new Promise((resolve) => {
    const client = new SubscriptionClient(
      url,
      {
        connectionParams,
        timeout: 60_000,
        connectionCallback: (errors) => {
          const [error] = [errors ?? []].flat();
          resolve({ client, refusal: error?.message ?? null });
        },
      },
      class extends WebSocket {
        constructor(address: string, protocols: string[]) {
          super(address, protocols, { headers });
        }
      },
    );
  });
}

/** The first result, or the message of an `error`. Nothing tells when a subscription has begun: it gets events until one arrives. */
function ask(
  client: SubscriptionClient,
  { query, variables = {}, operationName }: Step,
  publish: () => Promise<void>,
): Promise<unknown> {
  return new Promise((resolve) => {
    const request = { query, variables, ...(operationName !== undefined && { operationName }) };
    const timer = isSubscription(query) ? setInterval(publish, 20) : undefined;
    const answer = (value: unknown) => {
      clearInterval(timer);
      resolve(value);
      queueMicrotask(() => unsubscribe());
    };
    const { unsubscribe } = client.request(request).subscribe({
      next: answer,
      error: (error) => answer({ error: error.message }),
    });
  });
}

/** What fromApollo does with the same options. */
export async function ownStory(scenario: Scenario): Promise<Story> {
  const { note, taken } = createNotes();
  const pubsub = createPubSub();
  const resolvers = resolversOver(() => pubsub.asyncIterator('NOTED'), scenario.userOf);
  const app = fromApollo({
    typeDefs: TYPE_DEFS,
    resolvers,
    pubsub,
    ...scenario.skeinOptions,
    ...scenario.options(note),
  });
  const t = testApp(app);
  const client = t.client({
    protocol: 'graphql-ws',
    connectionParams: (scenario.connectionParams ?? {}) as never,
    headers: scenario.headers ?? {},
  });
  try {
    await client.connect();
  } catch (error) {
    if (!(error instanceof TestRefusalError)) throw error;
    return { refusal: error.reason, answers: [], notes: taken() };
  }
  const answers: unknown[] = [];
  for (const { query, variables = {}, operationName } of scenario.steps ?? []) {
    const options = operationName === undefined ? {} : { operationName };
    try {
      if (isSubscription(query)) {
        const subscription = client.subscribe(query, variables, options);
        await t.publish('NOTED', EVENT);
        answers.push((await subscription.next()).value);
        await subscription.return();
      } else {
        answers.push(await client.execute(query, variables, options));
      }
    } catch (error) {
      if (!(error instanceof TestOperationError)) throw error;
      answers.push({ error: error.message });
    }
  }
  await client.disconnect();
  return { refusal: null, answers, notes: taken() };
}
