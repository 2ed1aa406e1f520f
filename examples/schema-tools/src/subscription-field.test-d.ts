import { withFilter } from 'skein';
import { describe, expectTypeOf, it } from 'vitest';
import { subscriptionField } from './subscription-field.ts';
import { messageSent, pubsub } from './topics.ts';

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

  it('takes no resolve for another payload', () => {
    const source = () => pubsub.subscribe(messageSent);
    // @ts-expect-error TS2345: Property 'title' is missing
    subscriptionField(source, (message: { title: string }) => message.title);
  });
});
