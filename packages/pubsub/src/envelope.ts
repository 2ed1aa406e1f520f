import { z } from 'zod';
import type { EventEnvelope } from './event.ts';

const envelope = z.object({
  topic: z.string().min(1),
  payload: z.unknown().optional(),
  id: z.string().optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  traceparent: z.string().optional(),
  scope: z.string().optional(),
});

export type DecodedEnvelope =
  | { readonly ok: true; readonly envelope: EventEnvelope }
  | { readonly ok: false; readonly problem: 'not-json' | 'bad-envelope'; readonly detail: string };

/** Reads the JSON message that announces an event. Never throws; `detail` says what was expected, never what the payload is. */
export const decodeEnvelope = (text: string): DecodedEnvelope => {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, problem: 'not-json', detail: 'expected JSON' };
  const { success, data, error } = envelope.safeParse(json.value);
  if (!success) return { ok: false, problem: 'bad-envelope', detail: z.prettifyError(error) };
  // zod types an absent optional as undefined; the parsed object has no such member.
  return { ok: true, envelope: data as EventEnvelope };
};

const parseJson = (
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};
