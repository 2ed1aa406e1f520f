import { app } from '@skein/example-testing-app/app';
import { messageSent } from '@skein/example-testing-app/topics';
import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';

const MESSAGES = 'subscription { messageReceived { text } }';

// Each of them has the application for itself, so that they may run at the same time.
describe.concurrent('a hundred tests of one application', () => {
  it.each(Array.from({ length: 100 }, (_, n) => n))('test %i has its own event', async (n) => {
    const t = testApp(app);
    const ada = t.client({ token: 'ada' }).subscribe(MESSAGES);
    const bob = t.client({ token: 'bob' }).subscribe(MESSAGES);
    const counts = await t.publish(messageSent, { to: 'ada', text: `Hello ${n}` });
    expect(counts).toMatchObject({ events: 1, delivered: 1 });
    expect((await ada.next()).value).toEqual({ data: { messageReceived: { text: `Hello ${n}` } } });
    expect(bob.received).toEqual([]);
  });
});
