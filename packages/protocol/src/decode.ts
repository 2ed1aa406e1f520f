import { LEGACY_MESSAGES } from './legacy-messages.ts';
import { isOperationIdTooLong, MAX_OPERATION_ID_BYTES } from './limits.ts';
import type { Decoded, JsonObject, MalformedFrame, Subprotocol } from './messages.ts';
import { isJsonObject, kindOf } from './shape.ts';
import { TRANSPORT_MESSAGES } from './transport-messages.ts';

/**
 * Reads a client's frame. Never throws. What only a server sends is an unknown type.
 * An id over `MAX_OPERATION_ID_BYTES` is malformed where it would start an operation; a `complete` with one is a message,
 * for "unknown ids are ignored" holds for it too.
 */
export function decode(subprotocol: Subprotocol, text: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return malformed('not-json', null, error instanceof Error ? error.message : String(error));
  }
  return subprotocol === 'graphql-transport-ws' ? decodeTransport(value) : decodeLegacy(value);
}

function decodeTransport(value: unknown): Decoded {
  if (!isJsonObject(value)) return malformed('invalid', null, notAnObject(value));
  const { type } = value;
  if (!type) return malformed('invalid', idOf(value), "Message is missing the 'type' property");
  if (typeof type !== 'string') {
    const message = `Message is expects the 'type' property to be a string, but got ${kindOf(type)}`;
    return malformed('invalid', idOf(value), message);
  }
  const schema = TRANSPORT_MESSAGES.get(type);
  if (schema === undefined) {
    return malformed('unknown-type', idOf(value), `Invalid message 'type' property "${type}"`);
  }
  return read(schema, value);
}

function decodeLegacy(value: unknown): Decoded {
  // The reference server reads `type` of whatever was parsed, which only null does not bear.
  if (value === null) return malformed('invalid', null, notAnObject(value));
  const frame = isJsonObject(value) ? value : {};
  const schema = typeof frame.type === 'string' ? LEGACY_MESSAGES.get(frame.type) : undefined;
  if (schema === undefined) return malformed('unknown-type', idOf(frame), 'Invalid message type!');
  return read(schema, frame);
}

type MessageSchema = NonNullable<ReturnType<typeof TRANSPORT_MESSAGES.get>>;

function read(schema: MessageSchema, frame: JsonObject): Decoded {
  const parsed = schema.safeParse(frame);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return malformed('invalid', idOf(frame), first?.message ?? 'Invalid message received');
  }
  const message = parsed.data;
  if (message.type === 'subscribe' && isOperationIdTooLong(message.id)) {
    const text = `Operation ids are limited to ${MAX_OPERATION_ID_BYTES} bytes`;
    return malformed('id-too-long', message.id, text);
  }
  return { ok: true, message };
}

function malformed(
  problem: MalformedFrame['problem'],
  id: string | null,
  message: string,
): Decoded {
  return { ok: false, malformed: { problem, id, message } };
}

function notAnObject(value: unknown): string {
  return `Message is expected to be an object, but got ${kindOf(value)}`;
}

function idOf(frame: JsonObject): string | null {
  return typeof frame.id === 'string' && frame.id !== '' ? frame.id : null;
}
