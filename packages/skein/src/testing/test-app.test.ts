import type { Log } from '@skein/pubsub';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createChatApp, HELLO, NOW_MS, RECEIVED, RESULT } from './chat-app.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import { type TestApp, testApp } from './test-app.ts';

const ADA = { to: 'ada' };

describe('testApp', () => {
  it('delivers a publish before it resolves, to whom it is for', async () => {
    const { app, sent, pubsub } = createChatApp();
    const t = testApp(app);
    const ada = t.client().subscribe(RECEIVED, ADA);
    const bob = t.client().subscribe(RECEIVED, { to: 'bob' });
    await t.publish(sent, HELLO);
    await pubsub.publish(sent, HELLO);
    expect(ada.received).toEqual([RESULT, RESULT]);
    expect(bob.received).toEqual([]);
    expect(await ada.next()).toEqual({ done: false, value: RESULT });
  });

  it('says what became of an event, and of all', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const client = t.client();
    client.subscribe('subscription { loud }');
    client.subscribe(RECEIVED, ADA);
    const counts = await t.publish(sent, HELLO);
    expect(counts).toMatchObject({ events: 1, rows: 2, filtered: 1, delivered: 1, failed: 0 });
    const others = await t.publish(sent, { to: 'bob', text: 'HI' });
    expect(others).toMatchObject({ events: 1, rows: 1, delivered: 1 });
    expect(t.counts()).toMatchObject({ events: 2, rows: 3, filtered: 1, delivered: 2 });
  });

  it('delivers in the order of publishes, whoever waits for them', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const messages = t.client().subscribe(RECEIVED, ADA);
    const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
    const counts = await Promise.all(texts.map((text) => t.publish(sent, { to: 'ada', text })));
    expect(messages.received.map(({ data }) => data?.received)).toEqual(texts);
    expect(counts.every(({ events, delivered }) => events === 1 && delivered === 1)).toBe(true);
  });

  it('delivers what a mutation published and did not await', async () => {
    const t = testApp(createChatApp().app);
    const client = t.client();
    const messages = client.subscribe(RECEIVED, ADA);
    const mutation = 'mutation M($text: String!) { send(to: "ada", text: $text) }';
    expect(await client.execute(mutation, { text: 'Hello' })).toEqual({ data: { send: true } });
    expect(messages.received).toEqual([RESULT]);
  });

  it('ends the subscriptions of exactly the keys that are completed', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const client = t.client();
    const ada = client.subscribe(RECEIVED, ADA);
    const bob = client.subscribe(RECEIVED, { to: 'bob' });
    expect(await t.complete(sent, ADA)).toMatchObject({ completed: 1, delivered: 0 });
    expect([ada.status, bob.status]).toEqual(['completed', 'active']);
    expect(await ada.next()).toEqual({ done: true, value: undefined });
    await expect(t.complete(sent, { from: 'ada' } as object)).rejects.toThrow('no key "from"');
  });

  it('delivers nothing after the credentials have ended', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app, { nowMs: NOW_MS });
    const client = t.client({ token: 'brief' });
    const messages = client.subscribe(RECEIVED, ADA);
    await t.advance(59_999);
    expect(await t.publish(sent, HELLO)).toMatchObject({ delivered: 1, expired: 0 });
    await t.advance(1);
    expect(t.nowMs).toBe(NOW_MS + 60_000);
    expect(await t.publish(sent, HELLO)).toMatchObject({ delivered: 0, expired: 1 });
    expect(messages.received).toHaveLength(1);
    expect([client.isOpen, messages.status]).toEqual([false, 'failed']);
  });

  it('ends a connection after two hours, as API Gateway does', async () => {
    const { app, sent, left } = createChatApp();
    const t = testApp(app, { nowMs: NOW_MS });
    const client = t.client();
    const messages = client.subscribe(RECEIVED, ADA);
    await t.advance(7_199_999);
    expect(await t.publish(sent, HELLO)).toMatchObject({ delivered: 1 });
    await t.advance(1);
    expect([client.isOpen, messages.status]).toEqual([false, 'failed']);
    expect(left).toEqual(['connection-1 1001']);
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0 });
    await messages.next();
    await expect(messages.next()).rejects.toMatchObject({ code: 1001, reason: 'Going away' });
  });

  it('parks what is no event, and rejects a publish that is none', async () => {
    const { app } = createChatApp();
    const t = testApp(app);
    expect(await t.announce('no JSON')).toMatchObject({ events: 1, parked: 1 });
    expect(t.parked).toMatchObject([{ reason: 'not-json', event: 'no JSON' }]);
    const other = createChatApp().sent;
    await expect(t.publish(other, HELLO)).rejects.toThrow('SENT is not registered');
  });

  it('refuses a publish while an event is delivered', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const subscription = t.client().subscribe('subscription { again }');
    await t.publish(sent, HELLO);
    expect(subscription.received).toMatchObject([
      { errors: [{ message: 'An event was published while another was delivered.' }] },
    ]);
  });

  it('takes what the pubsub takes', () => {
    const { app, sent } = createChatApp();
    const check = (t: TestApp) => {
      expectTypeOf(t.publish(sent, HELLO)).toEqualTypeOf<Promise<DeliveryCounts>>();
      expectTypeOf(t.complete(sent, { to: 1 })).toEqualTypeOf<Promise<DeliveryCounts>>();
      void [t.publish('ANY'), t.publish('ANY', 1), t.complete('ANY'), t.complete(sent)];
      // @ts-expect-error: no `text`.
      void t.publish(sent, { to: 'ada' });
      // @ts-expect-error: the topic declares no such key.
      void t.complete(sent, { from: 'ada' });
    };
    expect(testApp(app).counts().events).toBe(0);
    expect(check).toBeTypeOf('function');
  });

  it('writes to the log that it is given', async () => {
    const lines: string[] = [];
    const line = (event: string) => void lines.push(event);
    const log: Log = { debug: line, info: line, warn: line, error: line };
    await testApp(createChatApp().app, { log }).announce('no JSON');
    expect(lines).toContain('event_parked');
  });

  it.each([
    [{ nowMs: Number.NaN }, 'testApp needs milliseconds since the epoch in `nowMs`, but NaN came.'],
    [{ nowMs: () => 0 }, 'but function came.'],
    [{ clock: 0 }, 'testApp knows no option "clock"'],
  ])('throws for %j', (options, message) => {
    expect(() => testApp(createChatApp().app, options as object)).toThrow(message);
  });

  it('throws for an option that a client does not know, and for a step back in time', async () => {
    const t = testApp(createChatApp().app);
    expect(() => t.client({ tokens: 'ada' } as object)).toThrow('t.client knows no option');
    await expect(t.advance(-1)).rejects.toThrow('t.advance needs milliseconds, but -1 came.');
  });
});

describe('testApp, side by side on one application', () => {
  it('keeps what each publishes, by resolvers too, to itself', async () => {
    const { app, sent, pubsub } = createChatApp();
    const runs = Array.from({ length: 10 }, async (_, n) => {
      const t = testApp(app);
      const client = t.client();
      const messages = client.subscribe(RECEIVED, ADA);
      await t.publish(sent, { to: 'ada', text: `${n} published` });
      await client.execute(`mutation { send(to: "ada", text: "${n} mutated") }`);
      await t.run(() => pubsub.publish(sent, { to: 'ada', text: `${n} run` }));
      return messages.received.map(({ data }) => data?.received);
    });
    const texts = (n: number) => [`${n} published`, `${n} mutated`, `${n} run`];
    expect(await Promise.all(runs)).toEqual(runs.map((_, n) => texts(n)));
  });

  it('gives what the pubsub itself publishes to the one that was made last', async () => {
    const { app, sent, pubsub } = createChatApp();
    const before = testApp(app);
    await before.publish(sent, HELLO);
    const t = testApp(app);
    await pubsub.publish(sent, HELLO);
    expect([before.counts().events, t.counts().events]).toEqual([1, 1]);
  });

  it('refuses what the pubsub itself publishes when nobody knows whose it is', async () => {
    const { app, sent, pubsub } = createChatApp();
    const [one, other] = [testApp(app), testApp(app)];
    await one.publish(sent, HELLO);
    await expect(pubsub.publish(sent, HELLO)).rejects.toThrow('nobody knows which one it is for');
    const value = await one.run(async () => {
      await pubsub.publish(sent, HELLO);
      return 'done';
    });
    expect([value, one.counts().events, other.counts().events]).toEqual(['done', 2, 0]);
  });

  it('waits in `run` for what was begun, and for what is published and not awaited', async () => {
    const { app, sent, pubsub } = createChatApp();
    const t = testApp(app);
    const messages = t.client().subscribe(RECEIVED, ADA);
    await t.run(() => void pubsub.publish(sent, HELLO));
    expect(messages.received).toEqual([RESULT]);
  });
});
