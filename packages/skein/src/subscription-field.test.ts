import { makeExecutableSchema } from '@graphql-tools/schema';
import { describe, expect, it } from 'vitest';
import { createPubSub, defineAccess, defineApp, topic } from './index.ts';
import { subscriptionField } from './subscription-field.ts';
import { testApp } from './testing/index.ts';

const said = topic<{ word: string }>('SAID');
const pubsub = createPubSub({ topics: [said] });
const schema = makeExecutableSchema({
  typeDefs: `
    type Query { unused: Int }
    type Saying { word: String! }
    type Subscription { said: Saying! length(times: Int!): Int! }
  `,
  resolvers: {
    Subscription: {
      said: subscriptionField(() => pubsub.subscribe(said)),
      length: subscriptionField(
        () => pubsub.subscribe(said),
        ({ word }, { times }: { times: number }) => word.length * times,
      ),
    },
  },
});
const app = defineApp({ schema, pubsub, access: defineAccess({ authenticate: null }) });

describe('subscriptionField', () => {
  it.each([
    ['the payload itself', 'subscription { said { word } }', { said: { word: 'hello' } }],
    ['what resolve makes of it', 'subscription { length(times: 2) }', { length: 10 }],
  ])('delivers %s', async (_case, document, data) => {
    const t = testApp(app);
    const results = t.client().subscribe(document);
    await t.publish(said, { word: 'hello' });
    expect((await results.next()).value).toEqual({ data });
  });
});
