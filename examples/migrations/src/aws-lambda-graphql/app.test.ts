import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';

describe('the chat from aws-lambda-graphql', () => {
  it.each(['graphql-ws', 'graphql-transport-ws'] as const)(
    'broadcasts to clients of %s',
    async (protocol) => {
      const client = testApp(app).client({ protocol, connectionParams: { user: 'ada' } });
      const messages = client.subscribe('subscription { messageBroadcast }');
      const sent = await client.execute('mutation { broadcastMessage(message: "Hello") }');
      expect(sent).toEqual({ data: { broadcastMessage: 'Hello' } });
      expect(messages.received).toEqual([{ data: { messageBroadcast: 'Hello' } }]);
    },
  );

  it('refuses who names no user', async () => {
    await expect(testApp(app).client().connect()).rejects.toThrow('4403: Missing user');
  });
});
