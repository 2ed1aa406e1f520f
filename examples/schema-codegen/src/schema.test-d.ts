import { subscriptionField } from 'skein';
import { describe, expectTypeOf, it } from 'vitest';
import type { Message, MutationResolvers, SubscriptionResolvers } from './generated.ts';
import { messageSent, pubsub } from './topics.ts';

const source = () => pubsub.subscribe(messageSent);

describe('the generated types', () => {
  it('are those of the topic', () => {
    expectTypeOf(source()).toEqualTypeOf<AsyncIterableIterator<Message>>();
  });

  it('take a field that resolves to the generated object alone', () => {
    const field: SubscriptionResolvers['mentioned'] = subscriptionField(source);
    // @ts-expect-error TS2322: Type 'string' is not assignable to type 'Message | Promise<Message>'
    const wrong: typeof field = subscriptionField(source, ({ text }) => text);
    expectTypeOf(wrong).toEqualTypeOf(field);
  });

  it('give publish what a mutation has', () => {
    const sendMessage: MutationResolvers['sendMessage'] = async (_root, { room, text }) => {
      // @ts-expect-error TS2769: the payload has no author
      await pubsub.publish(messageSent, { id: '1', room, text, sentAt: '' });
      return { id: '1', room, author: 'ada', text, sentAt: '' };
    };
    expectTypeOf(sendMessage).not.toBeAny();
  });
});
