// dynamodb-stream.ts
import { publishTo } from '@skein/pubsub/sns';
import { PayloadError } from 'skein';
import { commentAdded, pubsub } from './topics.ts';

interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage?: Readonly<Record<string, { readonly S?: string }>>;
    };
  }[];
}

publishTo(pubsub, { topicArn: process.env.EVENTS_TOPIC_ARN ?? '' });

/** Announces each new item of a table. The stream comes again from the first item that SNS did not take. */
export async function handler({ Records }: StreamEvent) {
  for (const { eventName, dynamodb } of Records) {
    if (eventName !== 'INSERT') continue;
    const { id, repositoryName, author, content } = dynamodb.NewImage ?? {};
    try {
      // By its label: what a table holds is not known to the compiler, and the topic's schema looks at it.
      await pubsub.publish(commentAdded.label, {
        id: id?.S,
        repositoryName: repositoryName?.S,
        author: author?.S,
        content: content?.S,
      });
    } catch (error) {
      // An item that is no comment will be none the next time, and would hold up those behind it.
      if (error instanceof PayloadError) process.emitWarning(error);
      else return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
