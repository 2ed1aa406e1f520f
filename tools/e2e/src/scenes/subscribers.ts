import { readRows } from '../aws/rows.ts';
import type { Client, Subscription } from '../clients/client.ts';
import { connectGraphqlWs } from '../clients/graphql-ws.ts';
import { connectSubscriptionsTransportWs } from '../clients/subscriptions-transport-ws.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';

/** Real clients with their subscriptions, each stored. */
export interface Subscribers {
  readonly modern: Client;
  readonly viewer: Client;
  readonly legacy: Client;
  readonly comments: Subscription;
  readonly messages: Subscription;
  readonly modernPosts: Subscription;
  readonly legacyPosts: Subscription;
  pongs(): number;
  closes(): number;
}

/** Long, for a busy machine starts a function's process slowly; whoever waits goes on at once when it is there. */
export const PATIENCE_MS = 90_000;
const COMMENTS = 'subscription { commentAdded(repoFullName: "apollo/client") { id content } }';
const CONNECTIONS = 3;
const SUBSCRIPTIONS = 4;

/** Connects an anonymous client of each library and an authenticated one, and subscribes. */
export async function subscribeAll(stack: AppliedStack, note: Note): Promise<Subscribers> {
  const { socketUrl: url, issuer, aws, outputs } = stack;
  let pongs = 0;
  let closes = 0;
  const onPong = () => {
    pongs += 1;
  };
  const onClosed = () => {
    closes += 1;
  };
  const modern = connectGraphqlWs({ url, onPong, onClosed });
  const viewer = connectGraphqlWs({ url, token: await issuer.token('alice'), onClosed });
  const legacy = connectSubscriptionsTransportWs(url);
  const comments = modern.subscribe('comments on apollo/client', COMMENTS);
  const posts = 'subscription { postCreated { id author comment } }';
  const modernPosts = modern.subscribe('posts', posts);
  const legacyPosts = legacy.subscribe('posts', posts);
  const messages = viewer.subscribe(
    'messages to alice',
    'subscription { messageReceived { id text from } }',
  );
  const all = [comments, modernPosts, legacyPosts, messages];
  const rows = await until({
    what: `the table holds ${SUBSCRIPTIONS} subscriptions of ${CONNECTIONS} connections`,
    patienceMs: PATIENCE_MS,
    ask: async () => {
      for (const { name, failure } of all) if (failure()) throw failed(name, failure());
      const found = await readRows(aws, outputs.table_name);
      return found.operations === SUBSCRIPTIONS && found.connections === CONNECTIONS ? found : null;
    },
  });
  note(`clients: ${modern.library} (anonymous, and alice by token), ${legacy.library}`);
  note(`rows of connections: ${rows.connections} connections, ${rows.operations} subscriptions`);
  return {
    ...{ modern, viewer, legacy, comments, messages, modernPosts, legacyPosts },
    pongs: () => pongs,
    closes: () => closes,
  };
}

/** One client with one stored subscription. */
export interface StoredSubscription {
  readonly subscription: Subscription;
  close(): Promise<void>;
}

/** Subscribes to the comments on one repository, and waits until the table holds so many subscriptions. */
export async function subscribeComments(
  { aws, outputs }: AppliedStack,
  client: Client,
  stored: number,
): Promise<StoredSubscription> {
  const subscription = client.subscribe(`comments, subscription ${stored}`, COMMENTS);
  await until({
    what: `the table holds ${stored} subscriptions`,
    patienceMs: PATIENCE_MS,
    ask: async () => {
      if (subscription.failure()) throw failed(subscription.name, subscription.failure());
      return (await readRows(aws, outputs.table_name)).operations === stored ? true : null;
    },
  });
  return { subscription, close: () => client.close() };
}

/** Waits until a subscription has had as many results, none of them an error. */
export async function expectResults(subscription: Subscription, count: number): Promise<void> {
  const { name, results, failure } = subscription;
  await until({
    what: `${count} results of ${name} (it has ${results.length})`,
    patienceMs: PATIENCE_MS,
    ask: async () => {
      if (failure()) throw failed(name, failure());
      return results.length >= count ? true : null;
    },
  });
  const wrong = results.find(({ errors }) => errors !== undefined);
  if (results.length !== count || wrong !== undefined) {
    throw new Error(`${name}: expected ${count} results, got ${JSON.stringify(results)}`);
  }
}

function failed(name: string, error: unknown): Error {
  const text = error instanceof Error ? error.message : JSON.stringify(error);
  return new Error(`${name} failed: ${text}`, { cause: error });
}
