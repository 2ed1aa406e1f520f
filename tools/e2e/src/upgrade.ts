import type { Attempt } from './attempt.ts';
import { createAws } from './aws/aws.ts';
import { readRows } from './aws/rows.ts';
import { connectGraphqlWs } from './clients/graphql-ws.ts';
import { applyStack } from './scenes/apply.ts';
import { destroyStack } from './scenes/destroy.ts';
import { comment, publishEvent } from './scenes/publish.ts';
import { expectResults, type StoredSubscription, subscribeComments } from './scenes/subscribers.ts';
import { type AppliedStack, prepareStack } from './stack.ts';
import { editZips, readZips, writeZips, type Zips } from './terraform/zips.ts';
import type { Note, Transcript } from './transcript.ts';

/** How many subscribe each time: with 4 shards, some 8 do not all lie on one. */
const SUBSCRIBERS = 8;

interface Version {
  readonly name: string;
  readonly zips: Zips;
}

/**
 * Applies versions over each other, and back, while clients stay connected. The newest writes another row format and spreads a
 * topic over more shards; as the upgrading guide says, a version that can read both comes first, and is what the newest is
 * rolled back to. Every subscription, whichever version stored it, gets every event, and no socket closes.
 */
export async function upgrade({ emulator, runDirectory, transcript }: Attempt): Promise<void> {
  const aws = createAws(emulator);
  const name = 'skein-e2e-u';
  const prepared = await prepareStack({ name, runDirectory, emulator, aws });
  try {
    const stack = await transcript.step('Version A is applied', (note) =>
      applyStack(prepared, note),
    );
    const { first, reader, writer } = await versions(stack);
    const clients: StoredSubscription[] = [];
    const closes = { count: 0 };
    await tryVersion({ stack, clients, closes, transcript, version: null });
    for (const version of [reader, first, reader, writer, reader]) {
      await tryVersion({ stack, clients, closes, transcript, version });
    }
    await transcript.step('What the versions left in the table', async (note) => {
      const { formats, topics } = await readRows(aws, stack.outputs.table_name);
      note(`formats ${formats.join(', ')}; keys ${topics.join(', ')}`);
      if (formats.join() !== '1,2') throw new Error('one of the formats was never written');
      if (topics.every((topic) => topic.endsWith('@0')))
        throw new Error('one shard alone was used');
    });
    await Promise.all(clients.map(({ close }) => close()));
    await transcript.step('terraform destroy', (note) => destroyStack(stack, note));
  } finally {
    await prepared.gateway.close();
  }
}

/** What is built, one that reads the next format and more shards, and one that writes them. */
async function versions(
  stack: AppliedStack,
): Promise<Readonly<Record<'first' | 'reader' | 'writer', Version>>> {
  const built = await readZips(stack.folder.dist);
  const reads = (code: string) =>
    shards(code, '{read:4,write:1}')
      .replace(/(\w+)===FORMAT_VERSION\|\|/g, '$1===FORMAT_VERSION+1||$1===FORMAT_VERSION||')
      .replace(/(":version":\w+)\(FORMAT_VERSION\)/g, '$1(FORMAT_VERSION+1)');
  const writes = (code: string) =>
    shards(code, '{read:4,write:4}').replace('FORMAT_VERSION=1', 'FORMAT_VERSION=2');
  const reader = editZips(built, reads);
  const writer = editZips(built, writes);
  for (const [app, zip] of reader) {
    // graphql has no store.
    const same = app !== 'graphql' && zip === built.get(app);
    if (same || writer.get(app) === zip) throw new Error(`${app}: the edit found nothing`);
  }
  return {
    first: { name: 'A', zips: built },
    reader: { name: 'B, which reads formats 1 and 2, and 4 shards', zips: reader },
    writer: { name: 'C, which writes format 2, and 4 shards', zips: writer },
  };
}

function shards(code: string, count: string): string {
  return code.replace('"COMMENT_ADDED",{', `"COMMENT_ADDED",{shards:${count},`);
}

/** Applies a version over what runs, publishes to the subscriptions that are there, and adds two. */
async function tryVersion(options: {
  readonly stack: AppliedStack;
  readonly clients: StoredSubscription[];
  readonly closes: { count: number };
  readonly transcript: Transcript;
  readonly version: Version | null;
}): Promise<void> {
  const { stack, clients, closes, transcript, version } = options;
  const title = version === null ? 'Clients subscribe' : `Version ${version.name}, over it`;
  await transcript.step(title, async (note) => {
    if (version !== null) {
      await writeZips(stack.folder.dist, version.zips);
      note(await stack.terraform.apply('unrefreshed'));
      await publishToAll(stack, clients, note);
    }
    for (let added = 0; added < SUBSCRIBERS; added += 1) {
      const onClosed = () => {
        closes.count += 1;
      };
      const client = connectGraphqlWs({ url: stack.socketUrl, onClosed });
      clients.push(await subscribeComments(stack, client, clients.length + 1));
    }
    await publishToAll(stack, clients, note);
    if (closes.count > 0) throw new Error(`${closes.count} sockets were closed`);
    note('no socket was closed');
  });
}

async function publishToAll(
  stack: AppliedStack,
  clients: readonly StoredSubscription[],
  note: Note,
): Promise<void> {
  const before = clients.map(({ subscription }) => subscription.results.length);
  await publishEvent(stack, 'COMMENT_ADDED', comment(crypto.randomUUID(), 'apollo/client'));
  for (const [index, { subscription }] of clients.entries()) {
    await expectResults(subscription, (before[index] ?? 0) + 1);
  }
  note(`an event came to all ${clients.length} subscriptions`);
}
