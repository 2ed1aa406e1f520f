import { GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from './aws.ts';

/** Everything whose name tells that it is of the stack: each with its kind. */
export async function findResources(aws: Aws, stack: string): Promise<readonly string[]> {
  const found = await Promise.all(Object.entries(listings(aws)).map(list));
  return found.flat().filter((name) => name.includes(`${stack}-`));
}

type Listing = () => Promise<readonly (string | undefined)[]>;

async function list([kind, names]: readonly [string, Listing]): Promise<readonly string[]> {
  return (await names()).map((name) => `${kind} ${name ?? ''}`);
}

function listings(aws: Aws): Readonly<Record<string, Listing>> {
  return {
    API: async () => {
      const { Items = [] } = await aws.gateway.send(new GetApisCommand({}));
      return Items.map(({ Name }) => Name);
    },
    'log group': async () => {
      const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({}));
      return logGroups.map(({ logGroupName }) => logGroupName);
    },
    table: async () => (await aws.dynamodb.send(new ListTablesCommand({}))).TableNames ?? [],
    role: async () => {
      const { Roles = [] } = await aws.iam.send(new ListRolesCommand({}));
      return Roles.map(({ RoleName }) => RoleName);
    },
    function: async () => {
      const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
      return Functions.map(({ FunctionName }) => FunctionName);
    },
    'event source mapping': async () => {
      const command = new ListEventSourceMappingsCommand({});
      const { EventSourceMappings = [] } = await aws.lambda.send(command);
      return EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn);
    },
    'SNS topic': async () => {
      const { Topics = [] } = await aws.sns.send(new ListTopicsCommand({}));
      return Topics.map(({ TopicArn }) => TopicArn);
    },
    queue: async () => (await aws.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [],
  };
}
