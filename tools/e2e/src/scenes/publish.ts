import { PublishCommand } from '@aws-sdk/client-sns';
import type { AppliedStack } from '../stack.ts';

const AT = '2026-01-01T12:00:00.000Z';

/** Announces an event by the SNS API, as any program may that is allowed to publish. Gives SNS's message id. */
export async function publishEvent(
  stack: AppliedStack,
  topic: string,
  payload: unknown,
): Promise<string> {
  return publishText(stack, JSON.stringify({ topic, payload }));
}

/** Publishes a message as it is. */
export async function publishText(stack: AppliedStack, text: string): Promise<string> {
  const command = new PublishCommand({ TopicArn: stack.outputs.events_topic_arn, Message: text });
  return (await stack.aws.sns.send(command)).MessageId ?? '';
}

/** A comment as the reference application's topic declares it. */
export function comment(id: string, repositoryName: string) {
  return { id, repositoryName, author: 'bob', content: `on ${repositoryName}`, createdAt: AT };
}

/** A post as the reference application's topic declares it. */
export function post(id: string) {
  return { id, author: 'bob', comment: `post ${id}`, createdAt: AT };
}
