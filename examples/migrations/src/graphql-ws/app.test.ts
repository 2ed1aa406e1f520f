import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';

const ada = { connectionParams: { token: 'ada-secret' } };
const grace = { connectionParams: { token: 'grace-secret' } };
const send = (room: string, text: string) =>
  `mutation { send(room: "${room}", text: "${text}") { from } }`;

describe('a chat from graphql-ws', () => {
  it('reaches the room, whoever is mentioned, and what pipes let through', async () => {
    const t = testApp(app);
    const room = t.client(ada).subscribe('subscription { messageSent(room: "a") { from text } }');
    const mentions = t.client(ada).subscribe('subscription { mentioned { room text } }');
    const own = t.client(grace).subscribe('subscription { texts(room: "a") }');
    const others = t.client(ada).subscribe('subscription { texts(room: "a") }');

    await t.client(grace).execute(send('a', 'Hello'));
    await t.client(grace).execute(send('b', 'Hello, @ada'));

    expect(room.received).toEqual([{ data: { messageSent: { from: 'grace', text: 'Hello' } } }]);
    expect(mentions.received).toEqual([
      { data: { mentioned: { room: 'b', text: 'Hello, @ada' } } },
    ]);
    expect(own.received).toEqual([]);
    expect(others.received).toEqual([{ data: { texts: 'Hello' } }]);
  });

  it('asks for a token by the name that clients send', async () => {
    const t = testApp(app);
    const { data } = await t.client(ada).execute('{ viewer }');
    expect(data).toEqual({ viewer: 'ada' });
    await expect(t.client().connect()).rejects.toThrow('4403: Forbidden');
  });

  it('refuses in onSubscribe what it refused there', async () => {
    const long = `{ viewer } # ${'x'.repeat(2_000)}`;
    const asked = testApp(app).client(ada).execute(long);
    await expect(asked).rejects.toThrow('That is too much to ask');
  });
});
