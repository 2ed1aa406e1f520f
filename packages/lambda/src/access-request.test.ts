import { describe, expect, it } from 'vitest';
import { headerValues, httpRequest, messageRequest, upgradeRequest } from './access-request.ts';
import { connectEvent, httpEvent, webSocketContext } from './testing/aws-events.ts';

describe('headerValues', () => {
  it.each([
    [{ headers: { 'SEC-websocket-Protocol': 'a, b' } }, ['a, b']],
    [
      {
        headers: { 'Sec-WebSocket-Protocol': 'b' },
        multiValueHeaders: { 'sec-websocket-protocol': ['a', 'b'] },
      },
      ['a', 'b'],
    ],
    [{ headers: { Host: 'x' }, multiValueHeaders: null }, []],
    [{}, []],
  ])('finds every value of %j', (event, expected) => {
    expect(headerValues(event, 'sec-websocket-protocol')).toEqual(expected);
  });
});

describe('upgradeRequest', () => {
  it('has headers by lower-case names, the query, the sender and the authorizer as text', () => {
    const event = connectEvent({
      headers: { AUTHORIZATION: 'Bearer t' },
      queryStringParameters: { authorization: 'u' },
      requestContext: webSocketContext({
        authorizer: { principalId: 'me', admin: true, level: 3 },
      }),
    });
    expect(upgradeRequest(event)).toEqual({
      headers: { authorization: 'Bearer t' },
      query: { authorization: 'u' },
      sourceIp: '192.0.2.1',
      userAgent: 'test',
      authorizer: { principalId: 'me', admin: 'true', level: '3' },
    });
  });

  it('makes one list of a header that came twice, so that no value hides another', () => {
    const event = connectEvent({
      headers: { Authorization: 'Bearer good' },
      multiValueHeaders: { Authorization: ['Bearer bad', 'Bearer good'] },
    });
    expect(upgradeRequest(event).headers).toEqual({ authorization: 'Bearer bad, Bearer good' });
  });

  it('takes a header that came in multiValueHeaders alone', () => {
    const event = connectEvent({
      headers: null,
      multiValueHeaders: { Authorization: ['Bearer t'] },
    });
    expect(upgradeRequest(event).headers).toEqual({ authorization: 'Bearer t' });
  });
});

describe('messageRequest', () => {
  it('has neither headers nor a query, and nulls where the sender is unknown', () => {
    const { identity: _, ...context } = webSocketContext();
    expect(messageRequest(context)).toEqual({
      headers: {},
      query: {},
      sourceIp: null,
      userAgent: null,
      authorizer: {},
    });
  });
});

describe('httpRequest', () => {
  it('reads the query string as it came', () => {
    const event = httpEvent({ rawQueryString: 'a=1&b=%20x', headers: { Accept: '*/*' } });
    expect(httpRequest(event)).toMatchObject({
      headers: { accept: '*/*' },
      query: { a: '1', b: ' x' },
    });
  });
});
