import { describe, expect, it } from 'vitest';
import { type Addresses, functionVariables, variablesFor } from './functions.ts';

const addresses: Addresses = {
  tableName: 'skein',
  eventsTopicArn: 'arn:topic',
  fanoutQueueUrl: 'http://fanout',
  parkedQueueUrl: 'http://parked',
  connectionsUrl: 'http://self',
  dynamodbEndpoint: 'http://dynamodb',
  messagingEndpoint: 'http://messaging',
  auth: { jwksUrl: 'http://jwks', issuer: 'issuer', audience: 'audience' },
  logLevel: 'warn',
};

const EVERYWHERE = [
  'AWS_ACCESS_KEY_ID',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SNS',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'LOG_LEVEL',
];
const AUTH = ['AUTH_AUDIENCE', 'AUTH_ISSUER', 'AUTH_JWKS_URL'];
const QUEUES = ['FANOUT_QUEUE_URL', 'PARKED_QUEUE_URL'];

describe('functionVariables', () => {
  it.each([
    ['connect', ['TABLE_NAME', 'CONNECTIONS_URL', ...AUTH]],
    ['message', ['TABLE_NAME', 'EVENTS_TOPIC_ARN', 'CONNECTIONS_URL', ...AUTH]],
    ['disconnect', ['TABLE_NAME', 'EVENTS_TOPIC_ARN']],
    ['publisher', ['TABLE_NAME', 'CONNECTIONS_URL', ...QUEUES]],
    ['fanout', ['TABLE_NAME', 'CONNECTIONS_URL', ...QUEUES]],
    ['graphql', ['EVENTS_TOPIC_ARN', ...AUTH]],
  ] as const)('gives %s what it reads and no more', (name, own) => {
    const names = Object.keys(functionVariables(name, addresses));
    expect(names.sort()).toEqual([...own, ...EVERYWHERE].sort());
  });

  it('gives the values', () => {
    expect(functionVariables('publisher', addresses)).toMatchObject({
      TABLE_NAME: 'skein',
      CONNECTIONS_URL: 'http://self',
      FANOUT_QUEUE_URL: 'http://fanout',
      AWS_ENDPOINT_URL_SQS: 'http://messaging',
    });
  });
});

describe('variablesFor', () => {
  it("adds what is given, and keeps what is the local system's own", () => {
    const given = { MINE: '1', TABLE_NAME: 'mine', AWS_REGION: 'mine', LOG_LEVEL: 'debug' };
    expect(variablesFor('connect', addresses, given)).toEqual({
      ...functionVariables('connect', addresses),
      MINE: '1',
      LOG_LEVEL: 'debug',
    });
  });

  it('leaves out the local issuer when another one is given', () => {
    const variables = variablesFor('message', addresses, { AUTH_JWKS_URL: 'https://other' });
    expect(variables).toMatchObject({ AUTH_JWKS_URL: 'https://other', TABLE_NAME: 'skein' });
    expect(Object.keys(variables)).not.toContain('AUTH_ISSUER');
    const { AUTH_ISSUER } = variablesFor('message', addresses, { AUTH_SECRET: 'no issuer' });
    expect(AUTH_ISSUER).toBe('issuer');
  });
});
