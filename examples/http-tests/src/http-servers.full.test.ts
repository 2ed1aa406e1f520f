import { repeatUntil } from '@skein/example-chat-tests/repeat-until';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type LocalChat, startLocalChat } from './local-chat.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const ADA = 'ada-secret';
const BOB = 'bob-secret';

const SERVERS = {
  'Apollo Server': import.meta.resolve('@skein/example-http-apollo-server/main'),
  Yoga: import.meta.resolve('@skein/example-http-yoga/main'),
  Express: import.meta.resolve('@skein/example-http-express/main'),
};

let chat: LocalChat;

beforeAll(async () => {
  chat = await startLocalChat();
});

afterAll(async () => {
  await chat?.local.close();
});

describe.each(Object.entries(SERVERS))('%s, beside the local system', (name, main) => {
  let server: ServerProcess;
  let client: Client;

  beforeAll(async () => {
    server = await startServerProcess(main, chat.environment);
    client = createClient({
      url: chat.local.subscriptionsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: ADA },
    });
  });

  afterAll(async () => {
    await client?.dispose();
    await server?.stop();
  });

  const post = (query: string, token: string | null): Promise<Response> =>
    fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });

  it('knows the viewer by the access of the sockets', async () => {
    const query = '{ viewer { id } }';
    const answers = await Promise.all([post(query, ADA), post(query, null)]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { data: { viewer: { id: 'ada' } } },
      { data: { viewer: null } },
    ]);
  });

  it('answers 401 to an unknown token', async () => {
    const answer = await post('{ viewer { id } }', 'no-secret');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ errors: [{ message: 'Unknown token' }] });
  });

  it('runs no subscription', async () => {
    const answer = await post('subscription { messageSent(room: "r") { id } }', ADA);
    const text = await answer.text();
    expect(text).toMatch(/subscription/i);
    expect(text).not.toContain('"data":{');
  });

  it('reaches the subscribers on the sockets with what a mutation publishes', async () => {
    const query = `subscription { messageSent(room: "${name}") { room author text } }`;
    const mutation = `mutation { sendMessage(room: "${name}", text: "Hello") { author } }`;
    const first = await repeatUntil(client.iterate({ query }).next(), async () => {
      const answer = await post(mutation, BOB);
      expect(await answer.json()).toEqual({ data: { sendMessage: { author: 'bob' } } });
    });
    expect(first.value).toEqual({
      data: { messageSent: { room: name, author: 'bob', text: 'Hello' } },
    });
  });

  it('ends when it is asked to, and nothing keeps it alive', async () => {
    expect(await server.stop()).toBe(0);
  });
});
