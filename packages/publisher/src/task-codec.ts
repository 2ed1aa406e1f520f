import * as z from 'zod';
import type { FanoutTask } from './ports.ts';

const reference = z.union([z.object({ json: z.string() }), z.object({ hash: z.string() })]);

const subscriber = z.object({
  connectionId: z.string().min(1),
  operationId: z.string(),
  rowId: z.string(),
  messageId: z.string(),
  subprotocol: z.enum(['graphql-transport-ws', 'graphql-ws']),
  documentHash: z.string(),
  operationName: z.string().nullable(),
  variables: reference,
  deliverySession: reference,
  expiresAt: z.number().nullable(),
  callbackUrl: z.string().nullable(),
  topicCount: z.number(),
});

const task = z.object({
  v: z.literal(1),
  event: z.object({ text: z.string(), messageId: z.string(), publishedAtMs: z.number() }),
  hops: z.int().min(0),
  work: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('keys'),
      keys: z.array(z.object({ topic: z.string(), cursor: z.string().nullable() })),
    }),
    z.object({ kind: z.literal('subscribers'), subscribers: z.array(subscriber) }),
  ]),
});

export type DecodedTask =
  | { readonly ok: true; readonly task: FanoutTask }
  | { readonly ok: false; readonly detail: string };

/** A task as it lies in the fan-out queue. */
export function encodeTask(fanoutTask: FanoutTask): string {
  return JSON.stringify(fanoutTask);
}

/** Reads a task. Never throws; `detail` says what was expected, never what came. */
export function decodeTask(text: string): DecodedTask {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, detail: 'expected JSON' };
  }
  const parsed = task.safeParse(json);
  if (!parsed.success) return { ok: false, detail: z.prettifyError(parsed.error) };
  return { ok: true, task: parsed.data };
}
