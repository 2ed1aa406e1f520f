import { afterEach, describe, expect, it } from 'vitest';
import type { Authorizer } from './api-definition.ts';
import { type GatewayEvent, lambdaRoute, startGateway, type TestGateway } from './test-gateway.ts';

let gateway: TestGateway;

afterEach(async () => {
  await gateway.close();
});

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:api1234567/prod/$connect';

function policy(effect: string, resource: string | readonly string[] = ARN) {
  const statement = { Action: 'execute-api:Invoke', Effect: effect, Resource: resource };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** A gateway whose `$connect` has this authorizer, and the events that each of both saw. */
async function guarded(invoke: Authorizer['invoke'], identitySources: readonly string[] = []) {
  const asked: unknown[] = [];
  const connects: GatewayEvent[] = [];
  const messages: GatewayEvent[] = [];
  const disconnected = Promise.withResolvers<GatewayEvent>();
  const authorizer: Authorizer = {
    identitySources,
    invoke: async (event) => {
      asked.push(event);
      return invoke(event);
    },
  };
  gateway = await startGateway(
    {
      $connect: lambdaRoute((event) => void connects.push(event), { authorizer }),
      $default: lambdaRoute((event) => void messages.push(event), { routeResponse: true }),
      $disconnect: lambdaRoute(disconnected.resolve),
    },
    { definition: { stageVariables: { tenant: 't' } } },
  );
  return { asked, connects, messages, disconnected: disconnected.promise };
}

const allowed = async () => ({ principalId: 'u1', policyDocument: policy('Allow') });

describe('a REQUEST authorizer', () => {
  it.each([
    ['route.request.header.Authorization'],
    ['route.request.querystring.token'],
    ['stageVariables.other'],
    ['nonsense'],
  ])('refuses 401 without being invoked when %s is missing', async (identitySource) => {
    const { asked, connects } = await guarded(allowed, [identitySource]);
    await expect(gateway.connect()).rejects.toThrow('Unexpected server response: 401');
    expect([asked, connects]).toEqual([[], []]);
  });

  it('is invoked when every identity source is there, in any casing', async () => {
    const { asked } = await guarded(allowed, [
      'route.request.header.authorization',
      'route.request.querystring.token',
      'stageVariables.tenant',
      'context.identity.sourceIp',
    ]);
    await gateway.connect({ path: '?token=x', client: { headers: { AUTHORIZATION: 'y' } } });
    expect(asked).toEqual([
      {
        type: 'REQUEST',
        methodArn: ARN,
        headers: expect.objectContaining({ AUTHORIZATION: 'y' }),
        multiValueHeaders: expect.objectContaining({ AUTHORIZATION: ['y'] }),
        queryStringParameters: { token: 'x' },
        multiValueQueryStringParameters: { token: ['x'] },
        stageVariables: { tenant: 't' },
        requestContext: expect.objectContaining({ eventType: 'CONNECT', routeKey: '$connect' }),
      },
    ]);
  });

  it.each([
    ['denies', { principalId: 'u', policyDocument: policy('Deny') }, 403],
    ['allows something else', { principalId: 'u', policyDocument: policy('Allow', 'arn:x') }, 403],
    ['returns nothing', undefined, 500],
    ['returns a nested context', { policyDocument: policy('Allow'), context: { a: {} } }, 500],
    [
      'returns over 8 KB',
      { policyDocument: policy('Allow'), context: { a: 'x'.repeat(8192) } },
      500,
    ],
  ])('refuses when it %s', async (_, result, status) => {
    const { connects } = await guarded(async () => result);
    await expect(gateway.connect()).rejects.toThrow(`Unexpected server response: ${status}`);
    expect(connects).toEqual([]);
  });

  it.each([
    ['Unauthorized', 401],
    ['anything else', 500],
  ])('refuses when it fails with %s', async (message, status) => {
    await guarded(async () => {
      throw new Error(message);
    });
    await expect(gateway.connect()).rejects.toThrow(`Unexpected server response: ${status}`);
  });

  it('gives its context to every event of the connection, values as strings', async () => {
    const context = { tier: 'gold', level: 3, admin: true };
    const result = { principalId: 'u1', policyDocument: policy('Allow'), context };
    const { connects, messages, disconnected } = await guarded(async () => result);
    const client = await gateway.connect();
    client.socket.send('x');
    await client.next();
    client.socket.close();
    const events = [connects[0], messages[0], await disconnected];
    for (const event of events) {
      expect(event?.requestContext.authorizer).toEqual({
        principalId: 'u1',
        tier: 'gold',
        level: '3',
        admin: 'true',
      });
    }
  });

  it('is asked at every connect', async () => {
    const { asked } = await guarded(allowed);
    await gateway.connect();
    await gateway.connect();
    expect(asked).toHaveLength(2);
  });
});
