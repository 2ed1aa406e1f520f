import type { Authorizer } from './api-definition.ts';
import { type Client, headerOf } from './client.ts';
import { authorizerEvent, type EventSource, type EventStamp, methodArn } from './events.ts';
import { allows } from './policy.ts';

/** What a REQUEST authorizer decided: the context for later events, or the status that refuses the upgrade. */
export type Authorization =
  | { readonly ok: true; readonly context: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly status: 401 | 403 | 500; readonly error: unknown };

/**
 * Runs a REQUEST authorizer. A missing identity source is 401 without invoking it, a policy that does not allow is
 * 403, a failure or a malformed result 500. Nothing is cached: API Gateway invokes it at every connect.
 */
export async function authorize(options: {
  readonly authorizer: Authorizer;
  readonly source: EventSource;
  readonly stamp: EventStamp;
  readonly resultBytes: number;
}): Promise<Authorization> {
  const { authorizer, source, stamp, resultBytes } = options;
  const missing = authorizer.identitySources.find((name) => !identityValue(name, source));
  if (missing !== undefined) return refuse(401, `identity source ${missing} is missing`);

  let result: unknown;
  try {
    result = await authorizer.invoke(authorizerEvent(source, stamp));
  } catch (error) {
    // A function that fails with exactly this message means "not authenticated"; anything else is its failure.
    const status = error instanceof Error && error.message === 'Unauthorized' ? 401 : 500;
    return refuse(status, error);
  }
  return readResult({ result, arn: methodArn(source.api), resultBytes });
}

function readResult(options: {
  readonly result: unknown;
  readonly arn: string;
  readonly resultBytes: number;
}): Authorization {
  const { result, arn, resultBytes } = options;
  if (typeof result !== 'object' || result === null || !('policyDocument' in result)) {
    return refuse(500, 'an authorizer returns { principalId, policyDocument, context? }');
  }
  if (Buffer.byteLength(JSON.stringify(result)) > resultBytes) {
    return refuse(500, `the authorizer's result is over ${resultBytes} bytes`);
  }
  if (!allows(result.policyDocument, arn)) return refuse(403, 'denied by policy');
  const given = 'context' in result ? result.context : {};
  const context = stringValues(given);
  if (context === null) return refuse(500, 'context values are strings, numbers or booleans');
  const principalId = 'principalId' in result ? String(result.principalId) : '';
  return { ok: true, context: { principalId, ...context } };
}

function refuse(status: 401 | 403 | 500, error: unknown): Authorization {
  return { ok: false, status, error };
}

/** Values are read back as strings, whatever the function gave. */
function stringValues(context: unknown): Record<string, string> | null {
  const entries = Object.entries(context ?? {});
  const scalar = entries.every(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return scalar ? Object.fromEntries(entries.map(([k, v]) => [k, String(v)])) : null;
}

function identityValue(name: string, { api, client, connectionId }: EventSource): string | null {
  const [, kind, key] = /^(?:route\.request\.)?(\w+)\.(.+)$/.exec(name) ?? [];
  if (kind === undefined || key === undefined) return null;
  switch (kind) {
    case 'header':
      return headerOf(client.headers, key);
    case 'querystring':
      return client.query[key] ?? null;
    case 'stageVariables':
      return api.stageVariables?.[key] ?? null;
    case 'context':
      return contextValue(key, { apiId: api.apiId, stage: api.stage, connectionId, client });
    default:
      return null;
  }
}

function contextValue(
  key: string,
  context: {
    readonly apiId: string;
    readonly stage: string;
    readonly connectionId: string;
    readonly client: Client;
  },
): string | null {
  const values: Readonly<Record<string, string | null>> = {
    apiId: context.apiId,
    stage: context.stage,
    connectionId: context.connectionId,
    'identity.sourceIp': context.client.sourceIp,
    'identity.userAgent': context.client.userAgent,
  };
  return values[key] ?? null;
}
