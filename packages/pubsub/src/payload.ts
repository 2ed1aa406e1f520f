import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PayloadError } from './payload-error.ts';
import type { AnyTopic } from './topic.ts';

/** SNS's limit of one message, in bytes, envelope included (AWS: Amazon SNS endpoints and quotas). */
export const MAX_EVENT_BYTES = 256 * 1024;

export type Parsed =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      /** Quotes nothing of the payload: it is logged, and reaches clients. */
      readonly reason: string;
      readonly issues?: readonly StandardSchemaV1.Issue[];
      readonly cause?: unknown;
    };

/**
 * What subscribers get of a payload: what the topic's schema makes of it, or the payload itself where there is none.
 * Never rejects: a schema that throws does not take the payload either.
 */
export const parsePayload = async (
  { payload: schema }: AnyTopic,
  payload: unknown,
): Promise<Parsed> => {
  if (schema === null) return { ok: true, payload };
  let result: StandardSchemaV1.Result<unknown>;
  try {
    result = await schema['~standard'].validate(payload);
  } catch (cause) {
    // Its name alone: a message may quote the payload.
    const name = cause instanceof Error ? cause.name : typeof cause;
    return { ok: false, reason: `the schema threw ${name}`, cause };
  }
  const { issues } = result;
  if (issues === undefined) return { ok: true, payload: result.value };
  // Their messages may quote values.
  const places = new Set(issues.map(placeOf));
  return { ok: false, reason: `expected something else at ${[...places].join(', ')}`, issues };
};

/** The event's JSON message. Throws a PayloadError where the payload is no JSON or the message too large for SNS. */
export const envelopeText = (label: string, payload: unknown): string => {
  const text = stringify(label, payload);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_EVENT_BYTES)
    throw new PayloadError(
      `An event on ${label} makes a message of ${bytes} bytes; SNS takes ${MAX_EVENT_BYTES}. Publish a reference and load the rest in the resolver.`,
    );
  return text;
};

const stringify = (label: string, payload: unknown): string => {
  try {
    const json = payload === undefined ? undefined : JSON.stringify(payload);
    if (json !== undefined || payload === undefined)
      return JSON.stringify({ topic: label, payload });
  } catch (cause) {
    throw new PayloadError(
      `The payload of an event on ${label} is no JSON (a bigint or a cycle, perhaps).`,
      { cause },
    );
  }
  throw new PayloadError(
    `The payload of an event on ${label} is no JSON: nothing is left of its ${typeof payload}.`,
  );
};

const placeOf = ({ path }: StandardSchemaV1.Issue): string => {
  const keys = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return keys.length === 0 ? 'its root' : keys.join('.');
};
