import { afterAll, describe, expect, inject, it } from 'vitest';
import { graphqlWs } from '../clients/graphql-ws.ts';
import { createTarget, unique } from '../target/target.ts';
import { publishUntil } from './publish-until.ts';

const target = createTarget(inject('systemUrl'));
const client = await graphqlWs.open({ url: target.socketUrl });
afterAll(() => client.close());

describe('events', () => {
  it('of a topic without keys reach everyone, wherever they were spread to', async () => {
    const operationName = unique('PostCreated');
    const query = `subscription ${operationName} { postCreated { id author comment createdAt } }`;
    const subscriptions = [1, 2, 3].map(() => client.subscribe({ query, operationName }));
    const text = unique('comment');

    const results = await publishUntil(
      Promise.all(subscriptions.map((subscription) => subscription.next())),
      () =>
        target.execute({
          query: `mutation CreatePost { createPost(author: "ada", comment: "${text}") { id } }`,
          operationName: 'CreatePost',
        }),
    );

    for (const { data } of results) {
      expect(data).toMatchObject({
        postCreated: { author: 'ada', createdAt: expect.stringMatching(/Z$/) },
      });
    }
  });

  it('drop the fields that a payload schema does not know, and leave out what it refuses', async () => {
    const operationName = unique('PostCreated');
    const query = `subscription ${operationName} { postCreated { id comment } }`;
    const subscription = client.subscribe({ query, operationName });
    const comment = unique('comment');
    const post = { id: '1', author: 'ada', comment, createdAt: new Date().toISOString() };

    const arrival = (async () => {
      for (;;) {
        const { data } = await subscription.next();
        if (JSON.stringify(data).includes(comment)) return data;
      }
    })();
    const data = await publishUntil(arrival, async () => {
      await target.publish('POST_CREATED', { ...post, comment: null, id: 'refused' });
      await target.publish('POST_CREATED', { ...post, secret: 'x' });
    });

    expect(data).toEqual({ postCreated: { id: '1', comment } });
    expect(JSON.stringify(subscription.unread())).not.toContain('refused');
  });
});
