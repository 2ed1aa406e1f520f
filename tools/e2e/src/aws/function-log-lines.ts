import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from './aws.ts';

/** The JSON lines that the functions of a stack logged. */
export async function functionLogLines({ logs }: Aws, stack: string): Promise<readonly string[]> {
  const logGroupNamePrefix = `/aws/lambda/${stack}-`;
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  const lines = logGroups.map(async ({ logGroupName = '' }) => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.flatMap(({ message = '' }) => message.split('\n'));
  });
  // The platform writes others.
  return (await Promise.all(lines)).flat().filter((line) => line.startsWith('{'));
}
