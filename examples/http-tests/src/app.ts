const NAMES = [
  'EVENTS_TOPIC_ARN',
  'AWS_ENDPOINT_URL_SNS',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
];

// The chat, in Lambdas that tell where their SNS topic is: a server beside the local system publishes to the same one.
const { EVENTS_TOPIC_ARN: topicArn } = process.env;
if (topicArn) {
  const told = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  process.stdout.write(`sns ${JSON.stringify(told)}\n`);
}

export { app } from '@skein/example-schema-tools/app';
export { access } from './access.ts';
