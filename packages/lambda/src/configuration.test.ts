import { describe, expect, it } from 'vitest';
import {
  readConnectConfiguration,
  readDeliveryConfiguration,
  readDisconnectConfiguration,
  readGraphqlConfiguration,
  readMessageConfiguration,
} from './configuration.ts';

const ALL = {
  TABLE_NAME: 'table',
  EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:events',
  CONNECTIONS_URL: 'https://api.example.com/dev',
  FANOUT_QUEUE_URL: 'https://sqs.example.com/fanout',
  PARKED_QUEUE_URL: 'https://sqs.example.com/parked',
  POSTS_PER_SECOND: '250',
  ALLOWED_ORIGINS: 'https://app.example.com',
  METRICS_NAMESPACE: 'Skein/test',
  LOG_LEVEL: 'debug',
  AUTH_ISSUER: 'not ours',
};

const CONNECT = [
  'ALLOWED_ORIGINS',
  'CONNECTIONS_URL',
  'LOG_LEVEL',
  'METRICS_NAMESPACE',
  'TABLE_NAME',
];

const DELIVERY = [
  'CONNECTIONS_URL',
  'FANOUT_QUEUE_URL',
  'LOG_LEVEL',
  'METRICS_NAMESPACE',
  'PARKED_QUEUE_URL',
  'POSTS_PER_SECOND',
  'TABLE_NAME',
];

describe('read…Configuration', () => {
  it.each([
    ['connect', readConnectConfiguration, CONNECT],
    [
      'message',
      readMessageConfiguration,
      ['CONNECTIONS_URL', 'EVENTS_TOPIC_ARN', 'LOG_LEVEL', 'METRICS_NAMESPACE', 'TABLE_NAME'],
    ],
    [
      'disconnect',
      readDisconnectConfiguration,
      ['EVENTS_TOPIC_ARN', 'LOG_LEVEL', 'METRICS_NAMESPACE', 'TABLE_NAME'],
    ],
    ['publisher and fanout', readDeliveryConfiguration, DELIVERY],
    ['graphql', readGraphqlConfiguration, ['EVENTS_TOPIC_ARN', 'LOG_LEVEL', 'METRICS_NAMESPACE']],
  ])('reads its own variables alone: %s', (_name, read, names) => {
    expect(Object.keys(read(ALL)).sort()).toEqual(names);
  });

  it('gives defaults where the optional ones are unset or empty', () => {
    const env = { ...ALL, CONNECTIONS_URL: '', POSTS_PER_SECOND: '', LOG_LEVEL: '' };
    expect(readDeliveryConfiguration(env)).toMatchObject({
      CONNECTIONS_URL: null,
      POSTS_PER_SECOND: 1_000,
      LOG_LEVEL: 'info',
    });
  });

  it('names every problem at once, and an empty value counts as unset', () => {
    const env = {
      TABLE_NAME: '',
      CONNECTIONS_URL: 'wss://api.example.com',
      PARKED_QUEUE_URL: ALL.PARKED_QUEUE_URL,
      POSTS_PER_SECOND: '0',
      LOG_LEVEL: 'loud',
    };
    expect(() => readDeliveryConfiguration(env)).toThrow(
      'The environment is incomplete: TABLE_NAME is missing; CONNECTIONS_URL is no http or https URL; FANOUT_QUEUE_URL is missing; POSTS_PER_SECOND is less than 1; LOG_LEVEL is none of debug, info, warn, error, silent.',
    );
  });

  it.each([
    ['http://localhost:4000', 'http://localhost:4000'],
    ['https://api.example.com/dev/', 'https://api.example.com/dev'],
  ])('takes %s as the endpoint %s', (CONNECTIONS_URL, expected) => {
    expect(readConnectConfiguration({ ...ALL, CONNECTIONS_URL }).CONNECTIONS_URL).toBe(expected);
  });

  it('refuses an endpoint with /@connections at its end', () => {
    const CONNECTIONS_URL = 'https://api.example.com/dev/@connections/';
    expect(() => readConnectConfiguration({ ...ALL, CONNECTIONS_URL })).toThrow(
      'CONNECTIONS_URL ends with /@connections',
    );
  });

  it('takes a share that is no whole number', () => {
    expect(readDeliveryConfiguration({ ...ALL, POSTS_PER_SECOND: '857.14' }).POSTS_PER_SECOND).toBe(
      857.14,
    );
  });

  it.each(['many', '0.5', '-1', '0', ''.padEnd(3, '9x')])(
    'refuses %s posts per second',
    (POSTS_PER_SECOND) => {
      expect(() => readDeliveryConfiguration({ ...ALL, POSTS_PER_SECOND })).toThrow(
        /^The environment is incomplete: POSTS_PER_SECOND is /,
      );
    },
  );

  it('says nothing of a wrong value but its name', () => {
    const EVENTS_TOPIC_ARN = 'secret';
    expect(() => readGraphqlConfiguration({ EVENTS_TOPIC_ARN })).toThrow(
      /^The environment is incomplete: EVENTS_TOPIC_ARN is no ARN\.$/,
    );
  });

  it.each([
    [undefined, null],
    ['', null],
    ['none', []],
    ['https://App.example.com', ['https://app.example.com']],
    ['https://a.example, http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
  ])('takes %j as the origins %j', (ALLOWED_ORIGINS, expected) => {
    expect(readConnectConfiguration({ ...ALL, ALLOWED_ORIGINS }).ALLOWED_ORIGINS).toEqual(expected);
  });

  it.each(['*', 'app.example.com', 'https://a.example,', 'https://a.example/path', 'null'])(
    'refuses the origins %j',
    (ALLOWED_ORIGINS) => {
      expect(() => readConnectConfiguration({ ...ALL, ALLOWED_ORIGINS })).toThrow(
        /ALLOWED_ORIGINS holds ".*", which is no origin such as https:/,
      );
    },
  );

  it.each(['AWS/Lambda', 'two words', 'ü'])('refuses the namespace %j', (METRICS_NAMESPACE) => {
    expect(() => readConnectConfiguration({ ...ALL, METRICS_NAMESPACE })).toThrow(
      'METRICS_NAMESPACE is no namespace of metrics',
    );
  });
});
