import { isDeepStrictEqual } from 'node:util';
import type { Chat, ChatClient, Result } from './chat.ts';

/** What a chat must do, however its schema was made and however it is served. */
export interface ChatCase {
  readonly name: string;
  readonly run: (chat: Chat) => Promise<unknown>;
  readonly expected: unknown;
}

const ADA = 'ada-secret';
const BOB = 'bob-secret';

const messageSent = (room: string) =>
  `subscription { messageSent(room: "${room}") { room author text } }`;

const send = (client: ChatClient, room: string, text: string): Promise<Result> =>
  client.execute(`mutation { sendMessage(room: "${room}", text: "${text}") { id } }`);

const next = async (results: AsyncIterator<Result>): Promise<Result> => {
  const { done, value } = await results.next();
  if (done) throw new Error('The subscription ended before the next event.');
  return value;
};

export const chatCases: readonly ChatCase[] = [
  {
    name: 'knows the viewer by the token',
    run: async (chat) => [
      await chat.client(ADA).execute('{ viewer { id } }'),
      await chat.client(null).execute('{ viewer { id } }'),
    ],
    expected: [{ data: { viewer: { id: 'ada' } } }, { data: { viewer: null } }],
  },
  {
    name: 'refuses an unknown token',
    run: (chat) =>
      chat
        .client('no-secret')
        .execute('{ viewer { id } }')
        .catch(() => 'refused'),
    expected: 'refused',
  },
  {
    name: 'delivers what a mutation sends to the subscribers of its room, and of no other',
    run: async (chat) => {
      const [ada, bob] = [chat.client(ADA), chat.client(BOB)];
      const kitchen = await ada.subscribe(messageSent('kitchen'));
      const lobby = await bob.subscribe(messageSent('lobby'));
      await send(bob, 'kitchen', 'Tea?');
      await send(ada, 'lobby', 'Hello');
      await send(ada, 'kitchen', 'Yes');
      return [await next(kitchen), await next(lobby), await next(kitchen)];
    },
    expected: [
      { data: { messageSent: { room: 'kitchen', author: 'bob', text: 'Tea?' } } },
      { data: { messageSent: { room: 'lobby', author: 'ada', text: 'Hello' } } },
      { data: { messageSent: { room: 'kitchen', author: 'ada', text: 'Yes' } } },
    ],
  },
  {
    name: 'delivers every field as the mutation answered it',
    run: async (chat) => {
      const ada = chat.client(ADA);
      const fields = 'id room author text sentAt';
      const sent = await ada.subscribe(`subscription { messageSent(room: "r") { ${fields} } }`);
      const mutation = `mutation { messageSent: sendMessage(room: "r", text: "t") { ${fields} } }`;
      const answered = await ada.execute(mutation);
      const delivered = await next(sent);
      return isDeepStrictEqual(delivered, answered) ? 'the same' : { delivered, answered };
    },
    expected: 'the same',
  },
  {
    name: 'filters by an argument',
    run: async (chat) => {
      const ada = chat.client(ADA);
      const tea = await ada.subscribe(
        'subscription { messageSent(room: "filtered", containing: "tea") { text } }',
      );
      await send(ada, 'filtered', 'More coffee');
      await send(ada, 'filtered', 'More tea');
      return next(tea);
    },
    expected: { data: { messageSent: { text: 'More tea' } } },
  },
  {
    name: 'filters by the viewer, each one their own',
    run: async (chat) => {
      const [ada, bob] = [chat.client(ADA), chat.client(BOB)];
      const mentioned = 'subscription { mentioned { text } }';
      const [toAda, toBob] = [await ada.subscribe(mentioned), await bob.subscribe(mentioned)];
      await send(bob, 'anywhere', 'Hello all');
      await send(bob, 'anywhere', 'Hello @ada');
      await send(ada, 'elsewhere', 'Hello @bob');
      return [await next(toAda), await next(toBob)];
    },
    expected: [
      { data: { mentioned: { text: 'Hello @ada' } } },
      { data: { mentioned: { text: 'Hello @bob' } } },
    ],
  },
  {
    name: 'refuses a subscription that needs a viewer to whoever has none',
    run: async (chat) =>
      messagesOf(
        await next(await chat.client(null).subscribe('subscription { mentioned { id } }')),
      ),
    expected: ['mentioned needs a viewer.'],
  },
  {
    name: 'answers an error for a mutation that needs a viewer',
    run: async (chat) => messagesOf(await send(chat.client(null), 'lobby', 'Hello')),
    expected: ['sendMessage needs a viewer.'],
  },
  {
    name: 'answers an error for a document that is not valid',
    run: async (chat) =>
      messagesOf(
        await next(await chat.client(ADA).subscribe('subscription { messageSent { id } }')),
      ),
    expected: [
      'Field "messageSent" argument "room" of type "String!" is required, but it was not provided.',
    ],
  },
];

const messagesOf = ({ data, errors = [] }: Result): unknown => {
  if (data) return { unexpected: data };
  return errors.map(({ message }) => message);
};
