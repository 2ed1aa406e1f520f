export { type AwsSocketsOptions, createAwsSockets } from './aws-sockets.ts';
