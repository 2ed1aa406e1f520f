import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Emulator } from '../emulator/emulator.ts';

/** The services that a stack lives in. */
export interface Aws {
  readonly gateway: ApiGatewayV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly dynamodb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** Creates clients that speak to the emulator. */
export function createAws({ url, environment }: Emulator): Aws {
  const settings = {
    endpoint: url,
    region: environment.AWS_REGION ?? '',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    },
  };
  return {
    gateway: new ApiGatewayV2Client(settings),
    logs: new CloudWatchLogsClient(settings),
    dynamodb: new DynamoDBClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
  };
}
