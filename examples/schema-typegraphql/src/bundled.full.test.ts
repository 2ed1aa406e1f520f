import { fileURLToPath } from 'node:url';
import { repeatUntil } from '@skein/example-chat-tests/repeat-until';
import { startLocal } from '@skein/local';
import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

// The tests of the chat have the decorators from Vite's compiler; what is deployed has them from the bundler's.
describe('the bundled chat of TypeGraphQL', () => {
  it('delivers a message on the local system', async () => {
    const app = fileURLToPath(new URL('app.ts', import.meta.url));
    const local = await startLocal({ app, port: 0 });
    const client = createClient({
      url: local.subscriptionsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'ada-secret' },
    });
    try {
      const query = 'subscription { messageSent(room: "r") { text } }';
      const mutation = 'mutation { sendMessage(room: "r", text: "Hello") { text } }';
      const first = await repeatUntil(client.iterate({ query }).next(), async () => {
        const answer = await client.iterate({ query: mutation }).next();
        expect(answer.value).toEqual({ data: { sendMessage: { text: 'Hello' } } });
      });
      expect(first.value).toEqual({ data: { messageSent: { text: 'Hello' } } });
    } finally {
      await client.dispose();
      await local.close();
    }
  });
});
