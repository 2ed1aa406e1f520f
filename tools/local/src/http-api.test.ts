import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { answerByLambda } from './http-api.ts';
import type { InvocationOutcome } from './lambda-host/index.ts';

let server: Server;

afterEach(() => {
  server.close();
});

const report = { requestId: 'r', initMs: null, durationMs: 1 };

/** An API whose Lambda ends like this, its URL, and the events that it got. */
async function api(outcome: { payload: unknown } | { error: string }) {
  const events: unknown[] = [];
  const invoke = async (event: unknown): Promise<InvocationOutcome> => {
    events.push(event);
    return 'payload' in outcome
      ? { ok: true, payload: outcome.payload, report }
      : { ok: false, error: { errorType: 'Error', errorMessage: outcome.error }, report };
  };
  const now = () => new Date('2026-02-09T18:11:43.000Z');
  server = createServer((request, response) => answerByLambda({ request, response, invoke, now }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/graphql`, host, events };
}

describe('answerByLambda', () => {
  it('invokes with a payload 2.0 event', async () => {
    const { url, host, events } = await api({ payload: { statusCode: 204 } });
    const headers: [string, string][] = [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['X-Multi', 'a'],
      ['X-Multi', 'b'],
      ['Cookie', 'a=1; b=2'],
      ['User-Agent', 'test/1'],
    ];
    await fetch(`${url}?a=1&a=2&b=%20`, { method: 'POST', headers, body: '{"ü":1}' });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'ANY /graphql',
        rawPath: '/graphql',
        rawQueryString: 'a=1&a=2&b=%20',
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({
          host,
          'content-type': 'application/json; charset=utf-8',
          'x-multi': 'a, b',
        }),
        queryStringParameters: { a: '1,2', b: ' ' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'local',
          domainName: host,
          domainPrefix: '127',
          http: {
            method: 'POST',
            path: '/graphql',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'test/1',
          },
          requestId: expect.any(String),
          routeKey: 'ANY /graphql',
          stage: '$default',
          time: '09/Feb/2026:18:11:43 +0000',
          timeEpoch: 1_770_660_703_000,
        },
        body: '{"ü":1}',
        isBase64Encoded: false,
      },
    ]);
  });

  it('leaves out body, cookies and query parameters when there are none', async () => {
    const { url, events } = await api({ payload: { statusCode: 204 } });
    await fetch(url);
    const names = Object.keys(events[0] ?? {});
    expect(names).not.toContain('body');
    expect(names).not.toContain('cookies');
    expect(names).not.toContain('queryStringParameters');
  });

  it('passes a body that is no text in base64', async () => {
    const { url, events } = await api({ payload: { statusCode: 204 } });
    const headers = { 'content-type': 'application/octet-stream' };
    await fetch(url, { method: 'POST', headers, body: Buffer.from([0, 255]) });
    expect(events).toMatchObject([{ body: 'AP8=', isBase64Encoded: true }]);
  });

  it('answers with status, headers, cookies and body', async () => {
    const { url } = await api({
      payload: {
        statusCode: 201,
        headers: { 'X-One': 1, 'Content-Type': 'application/json' },
        cookies: ['a=1', 'b=2'],
        body: 'w7w=',
        isBase64Encoded: true,
      },
    });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([201, 'ü']);
    expect(response.headers.get('x-one')).toBe('1');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('answers 200 with the JSON of a payload without a statusCode', async () => {
    const { url } = await api({ payload: { hello: 'world' } });
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([200, { hello: 'world' }]);
  });

  it.each([
    ['fails', { error: 'boom' }],
    ['answers a status that is none', { payload: { statusCode: 'ok' } }],
  ])('answers 500 when the function %s', async (_, outcome) => {
    const { url } = await api(outcome);
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([
      500,
      { message: 'Internal Server Error' },
    ]);
  });

  it('answers 413 over 6 MB, without invoking', async () => {
    const { url, events } = await api({ payload: {} });
    const body = 'x'.repeat(6 * 1024 * 1024 + 1);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(413);
    expect(events).toEqual([]);
  });
});
