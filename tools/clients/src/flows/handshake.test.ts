import { afterEach, describe, expect, inject, it } from 'vitest';
import { createTarget } from '../target/target.ts';
import { openRawSocket, type RawSocket } from '../wire/raw-socket.ts';

const { socketUrl } = createTarget(inject('systemUrl'));
const sockets: RawSocket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function offer(offers: readonly string[]) {
  const { status, socket } = await openRawSocket(socketUrl, { offers });
  if (socket !== null) sockets.push(socket);
  return { status, socket };
}

/** Which frames a socket speaks, by the answer to a query. */
async function spoken(socket: RawSocket): Promise<unknown> {
  const payload = { query: '{ version }' };
  const start = socket.subprotocol === 'graphql-transport-ws' ? 'subscribe' : 'start';
  socket.send({ type: 'connection_init', payload: {} });
  expect(await socket.next()).toEqual({ type: 'connection_ack' });
  socket.send({ type: start, id: '1', payload });
  const answer = (await socket.next()) as { readonly type: string };
  await socket.next();
  return answer.type;
}

describe('the upgrade', () => {
  it.each([
    [['graphql-transport-ws'], 'graphql-transport-ws', 'next'],
    [['graphql-ws'], 'graphql-ws', 'data'],
    [['graphql-transport-ws', 'graphql-ws'], 'graphql-transport-ws', 'next'],
    [['graphql-ws', 'graphql-transport-ws'], 'graphql-transport-ws', 'next'],
    [['soap', 'graphql-ws'], 'graphql-ws', 'data'],
    [['graphql'], 'graphql', 'data'],
    [[], '', 'data'],
  ])('offered %j chooses %j and answers with %s', async (offers, chosen, result) => {
    const { socket } = await offer(offers);
    if (socket === null) throw new Error('refused');
    expect(socket.subprotocol).toBe(chosen);
    expect(await spoken(socket)).toBe(result);
  });

  it.each([[['soap']], [['graphql-subscriptions', 'mqtt']], [['GraphQL-Transport-WS']]])(
    'offered %j is refused with 400',
    async (offers) => {
      expect(await offer(offers)).toEqual({ status: 400, socket: null });
    },
  );
});
