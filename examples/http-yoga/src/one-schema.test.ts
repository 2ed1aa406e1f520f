import { type Chat, chatCases, overTestApp } from '@skein/example-chat-tests';
import { app } from '@skein/example-schema-tools/app';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overGraphqlWs, type Served } from './testing/over-graphql-ws.ts';
import { overYoga } from './testing/over-yoga.ts';

const resultsOver = async (chat: Chat): Promise<unknown> => {
  const results: [string, unknown][] = [];
  for (const { name, run } of chatCases) results.push([name, await run(chat)]);
  return Object.fromEntries(results);
};

const expected = Object.fromEntries(chatCases.map(({ name, expected }) => [name, expected]));

describe('the schema object of the chat, in one process', () => {
  const servers: Served[] = [];
  const results: Record<string, unknown> = {};

  beforeAll(async () => {
    const [graphqlWs, yoga] = [await overGraphqlWs(), await overYoga()];
    servers.push(graphqlWs, yoga);
    results['graphql-ws'] = await resultsOver(graphqlWs.chat);
    results.Yoga = await resultsOver(yoga.chat);
    // From here on its events go to the testApp.
    results.skein = await resultsOver(overTestApp(app));
  });

  afterAll(async () => {
    for (const server of servers) await server.close();
  });

  it.each(['graphql-ws', 'Yoga', 'skein'])('behaves as the chat must, served by %s', (server) => {
    expect(results[server]).toEqual(expected);
  });
});
