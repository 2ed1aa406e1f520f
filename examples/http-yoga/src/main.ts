import { startServer } from './server.ts';

const { EVENTS_TOPIC_ARN: topicArn, PORT = '4001' } = process.env;
if (!topicArn) throw new Error('EVENTS_TOPIC_ARN must be the ARN of the SNS topic of events.');

const server = await startServer({ port: Number(PORT), topicArn });
process.stdout.write(`Listening on ${server.url}\n`);
process.once('SIGTERM', server.close);
