import { createPubSub, topic } from 'skein/access';

export interface Comment {
  readonly repositoryName: string;
  readonly author: string;
  readonly content: string;
}

export interface Message {
  readonly to: string;
  readonly text: string;
}

export const commentAdded = topic<Comment, 'repositoryName'>('COMMENT_ADDED', {
  keys: ['repositoryName'],
});
export const messageSent = topic<Message, 'to'>('MESSAGE_SENT', { keys: ['to'] });

export const pubsub = createPubSub({ topics: [commentAdded, messageSent] });
