import { describe, expect, it } from 'vitest';
import { createChatApp, HELLO, NOW_MS, RECEIVED, RESULT } from './chat-app.ts';
import { testApp } from './test-app.ts';
import type { ClientOptions } from './test-connection.ts';
import { TestOperationError, TestRefusalError, TestTimeoutError } from './test-errors.ts';

const ADA = { to: 'ada' };
const LEGACY: ClientOptions = { protocol: 'graphql-ws' };

describe('client', () => {
  it.each<[ClientOptions, string | null]>([
    [{ token: 'ada' }, 'ada'],
    [{ connectionParams: { authorization: 'Bearer bob' } }, 'bob'],
    [{ headers: { Authorization: 'Bearer cleo' } }, 'cleo'],
    [{ query: { authorization: 'dan' } }, 'dan'],
    [{ ...LEGACY, token: 'eve' }, 'eve'],
    [{}, null],
  ])('runs as the viewer of %j', async (options, viewer) => {
    const { app } = createChatApp({ context: (input) => input });
    const client = testApp(app).client(options);
    expect(await client.execute('{ viewer }')).toEqual({ data: { viewer } });
  });

  it('connects when it is first used, or told to', async () => {
    const t = testApp(createChatApp().app);
    const [client, other] = [t.client(), t.client()];
    expect([client.isOpen, other.isOpen]).toEqual([false, false]);
    await client.connect();
    await client.connect();
    await other.execute('{ viewer }');
    expect([client.isOpen, other.isOpen]).toEqual([true, true]);
    expect([client.connectionId, other.connectionId]).toEqual(['connection-1', 'connection-2']);
  });

  it.each<[string, ClientOptions, Partial<TestRefusalError>]>([
    ['at the upgrade', { headers: { authorization: 'bad' } }, { status: 401, code: null }],
    ['by a verdict', { token: 'bad' }, { status: null, code: 4403 }],
    ['by connection_error', { ...LEGACY, token: 'bad' }, { status: null, code: null }],
  ])('rejects where it is refused %s', async (_where, options, refusal) => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const client = t.client(options);
    const messages = client.subscribe(RECEIVED, ADA);
    await expect(client.connect()).rejects.toBeInstanceOf(TestRefusalError);
    await expect(client.connect()).rejects.toMatchObject(refusal);
    await expect(client.execute('{ viewer }')).rejects.toMatchObject(refusal);
    await expect(messages.ready).rejects.toMatchObject(refusal);
    await expect(messages.next()).rejects.toMatchObject(refusal);
    expect([client.isOpen, messages.status]).toEqual([false, 'failed']);
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0 });
  });

  it('tells the message of a refusal, and what was logged as its reason', async () => {
    const t = testApp(createChatApp().app);
    await expect(t.client({ token: 'bad' }).connect()).rejects.toThrow(/^4403: Bad token$/);
    await expect(t.client({ token: 'long' }).connect()).rejects.toMatchObject({
      code: 4403,
      cause: { message: expect.stringContaining('1024') },
    });
  });

  it('tells what was logged as the reason of an error that says nothing', async () => {
    const deliverySession = () => ({ id: 'x'.repeat(2_000) });
    const client = testApp(createChatApp({ deliverySession }).app).client();
    const messages = client.subscribe(RECEIVED, ADA);
    await expect(messages.ready).rejects.toMatchObject({
      message: 'Internal server error',
      cause: { message: expect.stringContaining('1024') },
    });
  });

  it('leaves no rejection unhandled when nobody asks what became of a subscription', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    t.client({ token: 'bad' }).subscribe(RECEIVED, ADA);
    void t.client().subscribe('subscription { refused }').next();
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0 });
    // What is unhandled would be reported by now, and fail the run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('gives errors of resolvers as the result, and rejects what did not run', async () => {
    const client = testApp(createChatApp().app).client();
    expect(await client.execute('{ fails }')).toMatchObject({
      data: { fails: null },
      errors: [{ message: 'It fails', path: ['fails'] }],
    });
    const invalid = client.execute('{ nothing }');
    await expect(invalid).rejects.toBeInstanceOf(TestOperationError);
    await expect(invalid).rejects.toMatchObject({ errors: [{ message: /"nothing"/ }] });
    await expect(client.execute('{')).rejects.toThrow('Syntax Error: Expected Name');
  });

  it('rejects when a resolver never answers', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app, { patienceMs: 10 });
    await t.publish(sent, HELLO);
    const hangs = t.client().execute('{ hangs }');
    await expect(hangs).rejects.toBeInstanceOf(TestTimeoutError);
    await expect(hangs).rejects.toThrow(
      'No answer came, and nothing begins or ends any more. Events so far: SENT (0 subscriptions wait on its keys).',
    );
    const { stack } = (await hangs.catch((error: unknown) => error)) as Error;
    expect(stack).toMatch(/on its keys\)\.\n\s+at .*test-client\.test\.ts/);
  });

  it.each([{}, LEGACY])('subscribes, executes and completes as %j', async (options) => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const client = t.client(options);
    const messages = client.subscribe(RECEIVED, ADA);
    expect(messages.status).toBe('pending');
    await messages.ready;
    expect(messages.status).toBe('active');
    await t.publish(sent, HELLO);
    expect((await messages.next()).value).toEqual(RESULT);
    expect(await client.execute('{ viewer }')).toEqual({ data: { viewer: null } });
    await messages.return();
    expect(messages.status).toBe('completed');
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0 });
  });

  it.each([{}, LEGACY])(
    'tells of an error, before and after it was stored, as %j',
    async (options) => {
      const { app, sent } = createChatApp();
      const t = testApp(app);
      const client = t.client(options);
      const refused = client.subscribe('subscription { refused }');
      const picky = client.subscribe('subscription { picky }');
      await expect(refused.ready).rejects.toThrow('Nobody may');
      await expect(refused.next()).rejects.toBeInstanceOf(TestOperationError);
      await t.publish(sent, { to: 'ada', text: 'a' });
      expect(await t.publish(sent, { to: 'ada', text: '' })).toMatchObject({ failed: 1 });
      expect((await picky.next()).value).toEqual({ data: { picky: 'a' } });
      await expect(picky.next()).rejects.toMatchObject({ errors: [{ message: 'No text came' }] });
      expect([refused.status, picky.status]).toEqual(['failed', 'failed']);
    },
  );

  it('rejects an invalid subscription; on the legacy protocol its result has the errors', async () => {
    const t = testApp(createChatApp().app);
    const document = 'subscription { nothing }';
    const error = { message: expect.stringContaining('Cannot query field "nothing"') };
    const invalid = t.client().subscribe(document);
    await expect(invalid.ready).rejects.toMatchObject({ errors: [error] });
    const legacy = t.client(LEGACY).subscribe(document);
    expect((await legacy.next()).value).toMatchObject({ errors: [error] });
    expect(await legacy.next()).toEqual({ done: true, value: undefined });
  });

  it('gives the values of a source that ends by itself', async () => {
    const numbers = testApp(createChatApp().app).client().subscribe('subscription { counted }');
    const values: unknown[] = [];
    for await (const { data } of numbers) values.push(data?.counted);
    expect(values).toEqual([1, 2]);
    expect(numbers.status).toBe('completed');
  });

  it('begins the operation that it is told to', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app);
    const both = 'subscription A { loud } subscription B { received(to: "ada") }';
    const messages = t.client().subscribe(both, {}, { operationName: 'B' });
    await t.publish(sent, HELLO);
    expect(messages.received).toEqual([RESULT]);
  });

  it('takes what was published before its end, and nothing after it', async () => {
    const { app, sent, left } = createChatApp();
    const t = testApp(app);
    const client = t.client();
    const messages = client.subscribe(RECEIVED, ADA);
    await t.publish(sent, HELLO);
    void client.disconnect({ code: 4000, reason: 'bye' });
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0, gone: 0 });
    expect(left).toEqual(['connection-1 4000']);
    expect([client.isOpen, messages.status]).toEqual([false, 'completed']);
    expect((await messages.next()).value).toEqual(RESULT);
    expect((await messages.next()).done).toBe(true);
    await client.disconnect();
  });

  it('is gone where the gateway does not report its end', async () => {
    const { app, sent, left } = createChatApp();
    const t = testApp(app);
    const client = t.client();
    client.subscribe(RECEIVED, ADA);
    await client.disconnect({ reported: false });
    expect(await t.publish(sent, HELLO)).toMatchObject({ gone: 1, delivered: 0 });
    expect(await t.publish(sent, HELLO)).toMatchObject({ rows: 0 });
    expect(left).toEqual([]);
  });

  it('reports the end of a connection that the server closed', async () => {
    const { app, left } = createChatApp();
    const t = testApp(app, { nowMs: NOW_MS });
    const client = t.client({ token: 'brief' });
    await client.connect();
    await t.advance(60_000);
    await expect(client.execute('{ viewer }')).rejects.toMatchObject({ code: 1000 });
    await expect(client.subscribe(RECEIVED, ADA).ready).rejects.toThrow('server closed');
    expect(left).toEqual(['connection-1 1000']);
  });

  it('throws for mistakes of whoever writes the test', async () => {
    const t = testApp(createChatApp().app);
    const protocol = 'mqtt' as 'graphql-ws';
    expect(() => t.client({ protocol })).toThrow(
      't.client knows the protocols graphql-transport-ws, graphql-ws, but "mqtt" came.',
    );
    const client = t.client();
    expect(() => client.subscribe('{ viewer }')).toThrow(
      'client.subscribe takes a subscription, but a query came: client.execute runs it.',
    );
    expect(() => client.subscribe('mutation { send(to: "a", text: "b") }')).toThrow('a mutation');
    await expect(client.execute('subscription { loud }')).rejects.toThrow(
      'client.execute takes a query or mutation, but a subscription came',
    );
    await client.disconnect();
    expect(() => client.subscribe('subscription { loud }')).toThrow('has disconnected');
    await expect(client.execute('{ viewer }')).rejects.toThrow('has disconnected');
    await expect(client.connect()).rejects.toThrow('has disconnected');
  });
});
