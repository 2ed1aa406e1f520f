import * as z from 'zod';
import type { ClientMessage } from './messages.ts';
import { kindOf, optionalObject, optionalText, text } from './shape.ts';

/**
 * The client's messages of the legacy subprotocol, under the names that graphql-transport-ws gives them. The reference
 * server (subscriptions-transport-ws 0.11.0) checks nothing and fails where it meets the mistake, so the texts are ours.
 */
export const LEGACY_MESSAGES: ReadonlyMap<string, z.ZodType<ClientMessage>> = new Map<
  string,
  z.ZodType<ClientMessage>
>([
  [
    'connection_init',
    z
      .object({ payload: optionalObject(expected('connection_init', 'payload', 'an object')) })
      .transform(({ payload }) => ({ type: 'connection_init' as const, payload })),
  ],
  ['connection_terminate', z.object({ type: z.literal('connection_terminate') })],
  [
    'start',
    z
      .object({ id: id('start'), payload: request() })
      .transform((start) => ({ type: 'subscribe' as const, ...start })),
  ],
  [
    'stop',
    z.object({ id: id('stop') }).transform((stop) => ({ type: 'complete' as const, ...stop })),
  ],
]);

function id(type: string) {
  return text(expected(type, 'id', 'a string')).min(1, {
    error: `"${type}" message requires a non-empty 'id' property`,
  });
}

function request() {
  return z.object(
    {
      query: text(expected('start', 'payload.query', 'a string')),
      variables: optionalObject(expected('start', 'payload.variables', 'an object')),
      operationName: optionalText(expected('start', 'payload.operationName', 'a string')),
      // No part of this protocol: Apollo Client sends it, others may send anything.
      extensions: optionalObject(expected('start', 'payload.extensions', 'an object')).catch(null),
    },
    { error: ({ input }) => expected('start', 'payload', 'an object')(input) },
  );
}

function expected(type: string, property: string, kind: string) {
  return (value: unknown) =>
    `"${type}" message expects the '${property}' property to be ${kind}, but got ${kindOf(value)}`;
}
