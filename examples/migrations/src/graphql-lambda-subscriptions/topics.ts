import { createPubSub, topic } from 'skein/access';

export interface Greeting {
  readonly userId: string;
  readonly message: string;
}

export const greeted = topic<Greeting, 'userId'>('GREETINGS', { keys: ['userId'] });
export const pubsub = createPubSub({ topics: [greeted] });
