import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from './aws/aws.ts';

/** Writes what the functions logged into files of a folder, one per log group. */
export async function saveFunctionLogs(aws: Aws, directory: string): Promise<void> {
  const { logGroups = [] } = await aws.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }),
  );
  for (const { logGroupName = '' } of logGroups) {
    const { events = [] } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName }));
    const lines = events.map(({ message = '' }) => message.trimEnd());
    const file = `${logGroupName.split('/').at(-1)}.log`;
    await writeFile(join(directory, file), `${lines.join('\n')}\n`);
  }
}
