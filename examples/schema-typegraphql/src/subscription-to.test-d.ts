import { describe, it } from 'vitest';
import { Message } from './object-types.ts';
import { SubscriptionTo } from './subscription-to.ts';
import { messageSent, pubsub } from './topics.ts';

const source = () => pubsub.subscribe(messageSent);

describe('SubscriptionTo', () => {
  it('decorates a method that takes what the source yields', () => {
    class Chat {
      @SubscriptionTo(() => Message, source)
      messages(message: Message, _room: string): Message {
        return message;
      }

      // @ts-expect-error TS1241: Property 'title' is missing
      @SubscriptionTo(() => Message, source)
      titles({ title }: { title: string }): string {
        return title;
      }
    }
    return Chat;
  });
});
