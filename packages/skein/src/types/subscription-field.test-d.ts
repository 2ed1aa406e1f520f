import { withFilter } from '@skein/pubsub';
import { describe, expectTypeOf, it } from 'vitest';
import { createPubSub, topic } from '../access.ts';
import { subscriptionField } from '../subscription-field.ts';

const messageSent = topic<{ room: string; text: string }>('MESSAGE_SENT');
const pubsub = createPubSub({ topics: [messageSent] });

describe('subscriptionField', () => {
  it('gives resolve what the source yields, through a filter', () => {
    subscriptionField(
      withFilter(
        () => pubsub.subscribe(messageSent),
        ({ room }) => room !== '',
      ),
      (message) => {
        expectTypeOf(message.text).toEqualTypeOf<string>();
        // @ts-expect-error TS2339: Property 'title' does not exist
        return message.title;
      },
    );
  });

  it('resolves to the payload where nothing else is said', () => {
    const { resolve } = subscriptionField(() => pubsub.subscribe(messageSent));
    expectTypeOf(resolve).returns.toEqualTypeOf<{ room: string; text: string }>();
  });

  it('takes no resolve for another payload', () => {
    const source = () => pubsub.subscribe(messageSent);
    // @ts-expect-error TS2345: Property 'title' is missing
    subscriptionField(source, (message: { title: string }) => message.title);
  });
});
