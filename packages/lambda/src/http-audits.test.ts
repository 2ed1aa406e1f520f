import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { createHttp } from './http.ts';
import { createLog } from './log.ts';
import { httpEvent } from './testing/aws-events.ts';
import { createTestApp } from './testing/test-app.ts';

const log = createLog({ level: 'silent', app: 'graphql' });
const answer = createHttp({ app: createTestApp(), log, nowMs: () => Date.now() });

/** A fetch whose server is the handler, behind an HTTP API. */
const fetchFn = async (url: string, init: RequestInit = {}): Promise<Response> => {
  const request = new Request(url, init);
  const body = await request.text();
  const {
    statusCode,
    headers,
    body: text,
  } = await answer(
    httpEvent({
      method: request.method,
      rawQueryString: new URL(url).search.slice(1),
      headers: Object.fromEntries(request.headers),
      ...(body === '' ? {} : { body }),
    }),
  );
  return new Response(text === '' ? null : text, { status: statusCode, headers });
};

describe('createHttp', () => {
  for (const { id, name, fn } of serverAudits({ url: 'http://localhost/graphql', fetchFn })) {
    it(`passes GraphQL over HTTP audit ${id}: ${name}`, async () => {
      expect(await fn()).toMatchObject({ status: 'ok' });
    });
  }
});
