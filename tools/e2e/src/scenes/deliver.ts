import { postGraphql } from '../clients/post-graphql.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';
import { comment, post, publishEvent } from './publish.ts';
import { expectResults, PATIENCE_MS, type Subscribers } from './subscribers.ts';

/** Publishes by the SNS API and by mutations over both transports, and sees exactly the matching events arrive. */
export async function deliverAll(
  stack: AppliedStack,
  subscribers: Subscribers,
  note: Note,
): Promise<void> {
  const { comments, messages, modernPosts, legacyPosts } = subscribers;
  // Before the matching one: had it matched too, the count below would be exceeded.
  await publishEvent(stack, 'COMMENT_ADDED', comment('c0', 'another/repository'));
  await publishEvent(stack, 'COMMENT_ADDED', comment('c1', 'apollo/client'));
  await expectResults(comments, 1);
  note('SNS API: the comment on apollo/client came, the one on another repository did not');

  await publishEvent(stack, 'POST_CREATED', post('p1'));
  await expectResults(modernPosts, 1);
  await expectResults(legacyPosts, 1);
  note('SNS API: a post came to clients of both protocols');

  const { modern, legacy } = subscribers;
  const create = 'mutation { createPost(author: "carol", comment: "hello") { id } }';
  requireData(await modern.execute(create));
  await expectResults(modernPosts, 2);
  await expectResults(legacyPosts, 2);
  requireData(await legacy.execute(create));
  await expectResults(modernPosts, 3);
  await expectResults(legacyPosts, 3);
  note('mutations over the sockets: a post came to everyone, the author included');

  await sendMessage(stack);
  await expectResults(messages, 1);
  if (JSON.stringify(messages.results[0]).includes('"from":"bob"') === false) {
    throw new Error(`the sender is missing: ${JSON.stringify(messages.results)}`);
  }
  note("mutation over HTTP with bob's token: the message came to alice, from bob");

  await expectResults(comments, 1);
  await expectPong(subscribers);
  note('ping: answered by the MOCK route, without a function');
}

async function sendMessage({ outputs, emulator, issuer }: AppliedStack): Promise<void> {
  const result = await postGraphql({
    graphqlUrl: outputs.graphql_url,
    emulatorUrl: emulator.url,
    token: await issuer.token('bob'),
    query: 'mutation { sendMessage(to: "alice", text: "hi") { id } }',
  });
  requireData(result);
}

async function expectPong({ pongs }: Subscribers): Promise<void> {
  await until({
    what: 'a pong',
    patienceMs: PATIENCE_MS,
    ask: async () => (pongs() > 0 ? true : null),
  });
}

function requireData(result: { readonly data?: unknown; readonly errors?: unknown }): void {
  if (!result.data || result.errors) throw new Error(JSON.stringify(result));
}
