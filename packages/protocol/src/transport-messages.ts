import * as z from 'zod';
import type { ClientMessage } from './messages.ts';
import { kindOf, optionalObject, optionalText, text } from './shape.ts';

/**
 * The client's messages of graphql-transport-ws, in the order of the reference server's checks and with its texts
 * (graphql-ws 6.4.2, `validateMessage`). Unknown fields are ignored.
 */
export const TRANSPORT_MESSAGES: ReadonlyMap<string, z.ZodType<ClientMessage>> = new Map<
  string,
  z.ZodType<ClientMessage>
>([
  [
    'connection_init',
    z.object({ type: z.literal('connection_init'), payload: payload('connection_init') }),
  ],
  ['ping', z.object({ type: z.literal('ping'), payload: payload('ping') })],
  [
    'pong',
    z
      .object({ type: z.literal('pong'), payload: payload('pong') })
      .transform(() => ({ type: 'pong' as const })),
  ],
  [
    'subscribe',
    z.object({ type: z.literal('subscribe'), id: id('subscribe'), payload: request() }),
  ],
  ['complete', z.object({ type: z.literal('complete'), id: id('complete') })],
]);

function payload(type: string) {
  return optionalObject(
    (value) =>
      `"${type}" message expects the 'payload' property to be an object or nullish or missing, but got "${shown(value)}"`,
  );
}

function id(type: string) {
  return text(
    (value) =>
      `"${type}" message expects the 'id' property to be a string, but got ${kindOf(value)}`,
  ).min(1, { error: `"${type}" message requires a non-empty 'id' property` });
}

function request() {
  const field = (name: string, expected: string) => (value: unknown) =>
    `"subscribe" message payload expects the '${name}' property to be ${expected}, but got ${kindOf(value)}`;
  return z.object(
    {
      query: text(field('query', 'a string')),
      variables: optionalObject(field('variables', 'a an object or nullish or missing')),
      operationName: optionalText(field('operationName', 'a string or nullish or missing')),
      extensions: optionalObject(field('extensions', 'a an object or nullish or missing')),
    },
    {
      error: ({ input }) =>
        `"subscribe" message expects the 'payload' property to be an object, but got ${kindOf(input)}`,
    },
  );
}

/** The reference server prints the value itself; an array nested too deep to print is named by its kind. */
function shown(value: unknown): string {
  try {
    return String(value);
  } catch {
    return kindOf(value);
  }
}
