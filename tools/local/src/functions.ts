/** The Lambdas of the system, by the names of their zips. */
export const FUNCTION_NAMES = [
  'connect',
  'message',
  'disconnect',
  'publisher',
  'fanout',
  'graphql',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Where everything is, as the Lambdas are told by their variables. */
export interface Addresses {
  readonly tableName: string;
  readonly eventsTopicArn: string;
  readonly fanoutQueueUrl: string;
  readonly parkedQueueUrl: string;
  /** Up to and without `/@connections`. */
  readonly connectionsUrl: string;
  readonly dynamodbEndpoint: string;
  /** Of SNS and SQS. */
  readonly messagingEndpoint: string;
  readonly auth: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string };
  readonly logLevel: string;
}

/** Milliseconds; those behind API Gateway stay within its 29 s. */
export const TIMEOUTS_MS: Readonly<Record<FunctionName, number>> = {
  connect: 10_000,
  message: 29_000,
  disconnect: 29_000,
  publisher: 60_000,
  fanout: 60_000,
  graphql: 29_000,
};

/** Environments of one function: enough for overlapping messages, few enough for a machine of two cores. */
export const MAX_ENVIRONMENTS: Readonly<Record<FunctionName, number>> = {
  connect: 4,
  message: 8,
  disconnect: 4,
  publisher: 4,
  fanout: 4,
  graphql: 4,
};

const READERS: Readonly<Record<string, readonly FunctionName[]>> = {
  TABLE_NAME: ['connect', 'message', 'disconnect', 'publisher', 'fanout'],
  EVENTS_TOPIC_ARN: ['message', 'graphql', 'disconnect'],
  CONNECTIONS_URL: ['connect', 'message', 'publisher', 'fanout'],
  FANOUT_QUEUE_URL: ['publisher', 'fanout'],
  PARKED_QUEUE_URL: ['publisher', 'fanout'],
  LOG_LEVEL: FUNCTION_NAMES,
  AUTH_JWKS_URL: ['connect', 'message', 'graphql'],
  AUTH_ISSUER: ['connect', 'message', 'graphql'],
  AUTH_AUDIENCE: ['connect', 'message', 'graphql'],
  AWS_REGION: FUNCTION_NAMES,
  AWS_ACCESS_KEY_ID: FUNCTION_NAMES,
  AWS_SECRET_ACCESS_KEY: FUNCTION_NAMES,
  AWS_ENDPOINT_URL_DYNAMODB: FUNCTION_NAMES,
  AWS_ENDPOINT_URL_SNS: FUNCTION_NAMES,
  AWS_ENDPOINT_URL_SQS: FUNCTION_NAMES,
};

const ISSUER = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'];

/** What an application may be given in place of the local system's. */
const REPLACEABLE = ['LOG_LEVEL', ...ISSUER];

/** The variables that only the local system sets. */
export const LOCAL_VARIABLES: ReadonlySet<string> = new Set(
  Object.keys(READERS).filter((name) => !REPLACEABLE.includes(name)),
);

/**
 * The variables of one function, with those that the application's author gives it. Issuers go together: whoever names
 * another one has none of the local system's.
 */
export function variablesFor(
  name: FunctionName,
  addresses: Addresses,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const hasIssuer = ISSUER.some((variable) => variable in given);
  const local = Object.entries(functionVariables(name, addresses)).filter(
    ([variable]) => !(hasIssuer && ISSUER.includes(variable)),
  );
  const fixed = local.filter(([variable]) => LOCAL_VARIABLES.has(variable));
  return { ...Object.fromEntries(local), ...given, ...Object.fromEntries(fixed) };
}

/** The variables of one function: those that it reads, as the deployed ones have them, and no others. */
export function functionVariables(
  name: FunctionName,
  addresses: Addresses,
): Readonly<Record<string, string>> {
  const all = variableValues(addresses);
  return Object.fromEntries(
    Object.entries(all).filter(([variable]) => READERS[variable]?.includes(name)),
  );
}

function variableValues(addresses: Addresses): Readonly<Record<string, string>> {
  const { auth } = addresses;
  return {
    TABLE_NAME: addresses.tableName,
    EVENTS_TOPIC_ARN: addresses.eventsTopicArn,
    CONNECTIONS_URL: addresses.connectionsUrl,
    FANOUT_QUEUE_URL: addresses.fanoutQueueUrl,
    PARKED_QUEUE_URL: addresses.parkedQueueUrl,
    LOG_LEVEL: addresses.logLevel,
    AUTH_JWKS_URL: auth.jwksUrl,
    AUTH_ISSUER: auth.issuer,
    AUTH_AUDIENCE: auth.audience,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodbEndpoint,
    AWS_ENDPOINT_URL_SNS: addresses.messagingEndpoint,
    AWS_ENDPOINT_URL_SQS: addresses.messagingEndpoint,
  };
}
