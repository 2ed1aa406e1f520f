import * as z from 'zod';
import type { EventEnvelope } from './event.ts';

const text = z.string('expected a string');

/** Not a record of zod's, which passes over a member `__proto__`: an end of no keys would be made of it. */
const keys = z
  .custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'expected an object of keys',
  )
  .superRefine((given, context) => {
    for (const [name, value] of Object.entries(given))
      if (!['string', 'number', 'boolean'].includes(typeof value)) {
        const message = 'expected a string, number or boolean';
        context.addIssue({ code: 'custom', path: [name], message });
      }
  });

const envelope = z
  .object(
    {
      topic: z.string('expected a non-empty string').min(1, 'expected a non-empty string'),
      payload: z.unknown().optional(),
      complete: keys.optional(),
      id: text.optional(),
      time: text.optional(),
      traceparent: text.optional(),
      scope: text.optional(),
    },
    'expected an object with a topic',
  )
  .refine(({ payload, complete }) => payload === undefined || complete === undefined, {
    path: ['complete'],
    message: 'expected no payload beside it',
  });

export type DecodedEnvelope =
  | { readonly ok: true; readonly envelope: EventEnvelope }
  | { readonly ok: false; readonly problem: 'not-json' | 'bad-envelope'; readonly detail: string };

/**
 * Reads the JSON message that announces an event; members that it does not know are dropped. Never throws. `detail` is
 * one line that says what was expected where, such as `topic: expected a non-empty string; id: expected a string`, and
 * nothing of what came.
 */
export const decodeEnvelope = (message: string): DecodedEnvelope => {
  const json = parseJson(message);
  if (!json.ok) return { ok: false, problem: 'not-json', detail: 'expected JSON' };
  const { success, data, error } = envelope.safeParse(json.value);
  if (!success) return { ok: false, problem: 'bad-envelope', detail: describeIssues(error) };
  // zod types an absent optional as undefined; the parsed object has no such member.
  return { ok: true, envelope: data as EventEnvelope };
};

const describeIssues = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');

const parseJson = (
  message: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } => {
  try {
    return { ok: true, value: JSON.parse(message) };
  } catch {
    return { ok: false };
  }
};
