import { withFilter } from 'skein';
import { describe, expectTypeOf, it } from 'vitest';
import { builder } from './builder.ts';
import { type Message, messageSent, pubsub } from './topics.ts';

describe('a subscription field', () => {
  it('gives resolve what its source yields', () => {
    builder.subscriptionField('plain', (t) =>
      t.field({
        type: 'Message',
        args: { room: t.arg.string({ required: true }) },
        subscribe: (_root, { room }) => pubsub.subscribe(messageSent, { room }),
        resolve: (message) => {
          expectTypeOf(message).toEqualTypeOf<Message>();
          return message;
        },
      }),
    );
  });

  it('takes no resolve for another payload, through a filter either', () => {
    builder.subscriptionField('filtered', (t) =>
      t.field({
        type: 'Message',
        // @ts-expect-error TS2322: Property 'title' is missing
        subscribe: withFilter(
          () => pubsub.subscribe(messageSent),
          ({ room }) => room !== '',
        ),
        resolve: (message: Message & { title: string }) => message,
      }),
    );
  });

  it('takes no key that the topic has not', () => {
    builder.subscriptionField('keyed', (t) =>
      t.field({
        type: 'Message',
        // @ts-expect-error TS2353: 'author' does not exist
        subscribe: () => pubsub.subscribe(messageSent, { author: 'ada' }),
        resolve: (message: Message) => message,
      }),
    );
  });
});
