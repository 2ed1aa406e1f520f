// publish.ts
import { publishTo } from '@skein/pubsub/sns';
import { commentAdded, pubsub } from './topics.ts';

publishTo(pubsub, { topicArn: process.env.EVENTS_TOPIC_ARN ?? '' });

await pubsub.publish(commentAdded, {
  id: '1',
  repositoryName: 'apollo/client',
  author: 'Ada',
  content: 'From Node',
});
await pubsub.complete(commentAdded, { repositoryName: 'apollo/client' });
