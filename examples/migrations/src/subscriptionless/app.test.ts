import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';

describe('comments from subscriptionless', () => {
  it('reach whom their filters let them', async () => {
    const t = testApp(app);
    const client = t.client({ connectionParams: { user: 'ada' } });
    const ofAda = client.subscribe('subscription { comments(userId: "ada") }');
    const praise = client.subscribe('subscription { praise }');
    const news = client.subscribe('subscription { news }');
    await client.execute('mutation { comment(userId: "ada", stars: 3, text: "Fair") }');
    await client.execute('mutation { comment(userId: "bob", stars: 5, text: "Great") }');
    await t.publish('POSTED', { text: 'A post' });
    const texts = [ofAda, praise, news].map(({ received }) =>
      received.flatMap(({ data }) => Object.values(data ?? {})),
    );
    expect(texts).toEqual([['Fair'], ['Great'], ['Fair', 'Great', 'A post']]);
  });

  it('need a user', async () => {
    await expect(testApp(app).client().connect()).rejects.toThrow('4403: Token validation failed');
  });
});
