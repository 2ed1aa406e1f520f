import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { connectGraphqlWs } from '../clients/graphql-ws.ts';
import { post } from '../scenes/publish.ts';
import { failureOf } from '../scenes/refuse.ts';
import { prepareExample, type Trial, useExample } from './example.ts';
import { publishUntilArrival } from './publish-until-arrival.ts';

/** A REQUEST authorizer, read from the control plane: it turns away, and lets in, before connect is invoked. */
export async function useAuthorizer(trial: Trial): Promise<void> {
  const { note } = trial;
  const example = await prepareExample(trial, 'authorizer');
  const code = await readFile(join(example.directory, 'src', 'index.mjs'));
  await writeFile(join(example.directory, 'authorizer.zip'), zipSync({ 'index.mjs': code }));
  await useExample(trial, {
    ...{ name: 'authorizer', example, websocket: 'local.websocket' },
    use: async ({ socketUrl, outputs }) => {
      const without = await failureOf({ url: socketUrl });
      if (!without.includes('401')) throw new Error(`expected 401, got: ${without}`);
      const denied = await failureOf({ url: `${socketUrl}?ticket=stolen` });
      if (!denied.includes('403')) throw new Error(`expected 403, got: ${denied}`);
      note(`authorizer: without a ticket ${without}; with a wrong one ${denied}`);
      const client = connectGraphqlWs({ url: `${socketUrl}?ticket=ticket-of-ada` });
      const posts = client.subscribe('posts', 'subscription { postCreated { id } }');
      await publishUntilArrival(trial, {
        ...{ subscription: posts, topicArn: String(outputs.events_topic_arn) },
        event: { topic: 'POST_CREATED', payload: post('1') },
      });
      await client.close();
      note('authorizer: with a ticket a subscriber got an event');
    },
  });
}
