import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../aws/aws.ts';
import { takeMessage } from '../aws/queue.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { post, publishText } from './publish.ts';
import { PATIENCE_MS } from './subscribers.ts';

/** Lambda repeats a failed asynchronous invocation after a minute, and then gives up. */
const RETRY_MS = 180_000;

/** What SNS and API Gateway invoke. */
const ALIAS = 'live';

/** An event that can never be delivered goes to the parked queue, with its reason. */
export async function parkBadEvent(stack: AppliedStack, note: Note): Promise<void> {
  await publishText(stack, 'no JSON at all');
  const body = await takeMessage({
    aws: stack.aws,
    queueUrl: stack.outputs.dead_letter_queue_urls.parked ?? '',
    what: 'the bad event is parked',
    patienceMs: PATIENCE_MS,
  });
  const parked = JSON.parse(body);
  if (parked.reason !== 'not-json' || parked.event !== 'no JSON at all') {
    throw new Error(`parked: ${body}`);
  }
  note(`parked: reason ${parked.reason}, event ${JSON.stringify(parked.event)}`);
}

/**
 * Makes every execution of the publisher fail (a deployment without its configuration) and finds the event in the
 * publisher's own dead-letter queue.
 *
 * Three things MiniStack 1.5.33 does otherwise than AWS. It runs a function that SNS invokes once and keeps nothing of its
 * failure, so the event is handed over as SNS does it on AWS: by an asynchronous invocation. It heeds the failure settings of
 * a function but not those of an alias, so what Terraform gave the alias is copied to the function. And SNS forgets what it
 * can't hand over, so the queue `subscription` stays empty whatever happens.
 */
export async function failPublisher(stack: AppliedStack, note: Note): Promise<void> {
  const { aws, outputs } = stack;
  const of = { FunctionName: outputs.function_names.publisher ?? '' };
  await copyFailureSettings(aws, of.FunctionName);
  await removeVariable(aws, of.FunctionName, 'TABLE_NAME');
  const event = JSON.stringify({ topic: 'POST_CREATED', payload: post('lost') });
  const payload = JSON.stringify(snsEvent(outputs.events_topic_arn, event));
  await aws.lambda.send(new InvokeCommand({ ...of, InvocationType: 'Event', Payload: payload }));
  const body = await takeMessage({
    aws,
    queueUrl: outputs.dead_letter_queue_urls.publisher ?? '',
    what: 'the failed event is in the queue `publisher`',
    patienceMs: RETRY_MS,
  });
  const { requestContext, requestPayload, responsePayload } = JSON.parse(body);
  if (requestPayload?.Records?.[0]?.Sns?.Message !== event) throw new Error(`kept: ${body}`);
  note(`queue publisher: the event, ${requestContext?.condition}`);
  note(`with the error: ${responsePayload?.errorMessage}`);
  note('queue subscription: not tried, MiniStack forgets what SNS cannot hand over');
}

async function copyFailureSettings({ lambda }: Aws, name: string): Promise<void> {
  const of = { FunctionName: name };
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = await lambda.send(
    new GetFunctionEventInvokeConfigCommand({ ...of, Qualifier: ALIAS }),
  );
  const settings = { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...of, ...settings }));
}

async function removeVariable({ lambda }: Aws, name: string, variable: string): Promise<void> {
  const of = { FunctionName: name };
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand(of));
  const { [variable]: _removed, ...Variables } = Environment?.Variables ?? {};
  await lambda.send(new UpdateFunctionConfigurationCommand({ ...of, Environment: { Variables } }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, of);
}

function snsEvent(topicArn: string, message: string): unknown {
  const sns = {
    Type: 'Notification',
    MessageId: crypto.randomUUID(),
    TopicArn: topicArn,
    Message: message,
    Timestamp: new Date().toISOString(),
    MessageAttributes: {},
  };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: sns }] };
}
