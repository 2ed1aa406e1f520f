import {
  GetAccountSettingsCommand,
  type GetAccountSettingsCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { AccountQuotas, Quota } from './account-quotas.ts';

interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

const REQUESTS: QuotaCode = { ServiceCode: 'apigateway', QuotaCode: 'L-8A5B8E43' };
const CONNECTS: QuotaCode = { ServiceCode: 'apigateway', QuotaCode: 'L-9ED1E49A' };
const PUBLISHES: QuotaCode = { ServiceCode: 'sns', QuotaCode: 'L-F8E2BA85' };

/** Where AWS documents a smaller rate of requests; the quota service may still say the larger one there. */
const SLOW_REGIONS = new Set([
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
]);
const DEFAULT_REQUESTS = 10_000;
const SLOW_REGION_REQUESTS = 2_500;
const DEFAULT_CONNECTS = 500;
/** The smallest that AWS documents for any region. */
const LEAST_PUBLISHES = 300;

/** Reads the quotas of the account that the environment's credentials belong to, in the SDK's region. */
export async function readQuotas(): Promise<AccountQuotas> {
  const client = new ServiceQuotasClient({});
  const region = await client.config.region();
  const [requests, connects, publishes, concurrency] = await Promise.all([
    readQuota(client, REQUESTS, DEFAULT_REQUESTS),
    readQuota(client, CONNECTS, DEFAULT_CONNECTS),
    readQuota(client, PUBLISHES, LEAST_PUBLISHES),
    readConcurrency(),
  ]);
  return {
    requestsPerSecond: inRegion(requests, region),
    connectsPerSecond: connects,
    publishesPerSecond: publishes,
    ...concurrency,
  };
}

/** The account's own value, else AWS's default, else what is documented. */
async function readQuota(
  client: ServiceQuotasClient,
  code: QuotaCode,
  documented: number,
): Promise<Quota> {
  const applied = await orNull(client.send(new GetServiceQuotaCommand(code)));
  const found = applied ?? (await orNull(client.send(new GetAWSDefaultServiceQuotaCommand(code))));
  const value = found?.Quota?.Value;
  if (value !== undefined) return { value, source: 'account' };
  return { value: documented, source: 'documented', note: 'the quota service does not know it' };
}

/** A quota that was never raised may have no value of the account's own. */
async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchResourceException) return null;
    throw new Error(
      `Service Quotas did not say (${describe(error)}): servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota must be allowed`,
      { cause: error },
    );
  }
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

function inRegion(requests: Quota, region: string): Quota {
  if (!SLOW_REGIONS.has(region) || requests.value !== DEFAULT_REQUESTS) return requests;
  return {
    value: SLOW_REGION_REQUESTS,
    source: 'documented',
    note: `the quota service says ${DEFAULT_REQUESTS}, but AWS documents less for ${region}`,
  };
}

async function readConcurrency(): Promise<Pick<AccountQuotas, 'concurrency' | 'unreserved'>> {
  const { AccountLimit } = await askLambda();
  const total = AccountLimit?.ConcurrentExecutions;
  const unreserved = AccountLimit?.UnreservedConcurrentExecutions;
  if (total === undefined || unreserved === undefined) {
    throw new Error("Lambda said nothing of the account's concurrency");
  }
  return {
    concurrency: { value: total, source: 'account' },
    unreserved: { value: unreserved, source: 'account' },
  };
}

async function askLambda(): Promise<GetAccountSettingsCommandOutput> {
  try {
    return await new LambdaClient({}).send(new GetAccountSettingsCommand({}));
  } catch (error) {
    throw new Error(
      `Lambda did not say (${describe(error)}): lambda:GetAccountSettings must be allowed`,
      { cause: error },
    );
  }
}
