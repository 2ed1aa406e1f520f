import type { Clock } from '../clock.ts';
import type { Integration } from './api-definition.ts';
import { answerMock } from './mock.ts';
import { valueAt } from './route-selection.ts';

/** What an integration answered. */
interface IntegrationResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the Lambda returned none. */
  readonly body: string | null;
}

/** `failed`: it threw or answered malformed; `timed-out`: the integration timeout came first. */
export type IntegrationOutcome =
  | { readonly kind: 'answered'; readonly response: IntegrationResponse }
  | { readonly kind: 'failed' | 'timed-out'; readonly error: unknown };

/** Runs an integration for one event. Never rejects; a late answer of the Lambda is dropped. */
export async function integrate(options: {
  readonly integration: Integration;
  readonly event: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly clock: Clock;
}): Promise<IntegrationOutcome> {
  const { integration, event, timeoutMs, clock } = options;
  try {
    if (integration.kind === 'mock') return answered(mockResponse(integration, event));
    const ms = Math.min(integration.timeoutMs ?? timeoutMs, timeoutMs);
    const expired = Symbol('expired');
    const timer = deadline(clock, ms, expired);
    const answer = Promise.race([integration.invoke(event), timer.promise]);
    const result = await answer.finally(timer.cancel);
    if (result === expired) return { kind: 'timed-out', error: `no answer within ${ms} ms` };
    const response = readProxyResponse(result);
    return response === null
      ? { kind: 'failed', error: 'malformed Lambda proxy response: a statusCode is expected' }
      : answered(response);
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function answered(response: IntegrationResponse): IntegrationOutcome {
  return { kind: 'answered', response };
}

function mockResponse(
  integration: Extract<Integration, { kind: 'mock' }>,
  event: Readonly<Record<string, unknown>>,
): IntegrationResponse {
  const context = Object.entries(event.requestContext ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  );
  const body = typeof event.body === 'string' ? event.body : '';
  return {
    headers: {},
    ...answerMock(integration, { body, context: Object.fromEntries(context) }),
  };
}

/** Reads what a Lambda proxy integration must return; null where it is malformed. */
function readProxyResponse(result: unknown): IntegrationResponse | null {
  const status = Number(valueAt(result, 'statusCode') ?? Number.NaN);
  if (!Number.isInteger(status) || status < 100 || status > 599) return null;
  const body = valueAt(result, 'body');
  const headers = Object.entries(valueAt(result, 'headers') ?? {});
  const encoding = valueAt(result, 'isBase64Encoded') === true ? 'base64' : 'utf8';
  return {
    status,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: typeof body === 'string' ? Buffer.from(body, encoding).toString() : null,
  };
}

function deadline<Value>(clock: Clock, ms: number, value: Value) {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { promise, cancel: clock.after(ms, () => resolve(value)) };
}
