import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';
import { greeted } from './topics.ts';

const GREETINGS = 'subscription { greetings(userId: "ada") }';
const ada = { connectionParams: { user: 'ada' } };

describe('greetings from graphql-lambda-subscriptions', () => {
  it('begin with one, and go on with those for the user', async () => {
    const t = testApp(app);
    const client = t.client(ada);
    const greetings = client.subscribe(GREETINGS);
    await client.execute('mutation { greet(userId: "ada", message: "Hello") }');
    const { rows } = await t.publish(greeted, { userId: 'bob', message: 'Not for Ada' });
    expect(rows).toBe(0);
    expect(greetings.received.map(({ data }) => data?.greetings)).toEqual(['Hi, ada', 'Hello']);
  });

  it('are completed by the server', async () => {
    const t = testApp(app);
    const greetings = t.client(ada).subscribe(GREETINGS);
    await t.client(ada).execute('mutation { leave(userId: "ada") }');
    await greetings.next();
    expect(await greetings.next()).toEqual({ done: true, value: undefined });
  });

  it('of others are refused', async () => {
    const greetings = testApp(app)
      .client({ connectionParams: { user: 'bob' } })
      .subscribe(GREETINGS);
    await expect(greetings.ready).rejects.toThrow('Only your own greetings');
  });

  it('need a user', async () => {
    await expect(testApp(app).client().connect()).rejects.toThrow('4403: Token validation failed');
  });
});
