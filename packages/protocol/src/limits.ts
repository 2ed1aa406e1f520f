/** The longest operation id that is taken, in UTF-8 bytes: it is part of a range key and of every frame. */
export const MAX_OPERATION_ID_BYTES = 128;

/** The longest `type` of a fatal frame, in UTF-16 code units: clients repeat it in a close reason of at most 123. */
export const MAX_VERDICT_CHARACTERS = 80;

/**
 * The same in UTF-8 bytes. A close reason holds 123 bytes, of which graphql-ws fills 34 with
 * `Invalid message 'type' property ""`; with a longer one its `socket.close` throws, uncaught, before the socket is closed.
 */
export const MAX_VERDICT_BYTES = 89;

/** The length of `text` in UTF-8; a lone surrogate counts as the replacement character that it is sent as. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Whether an operation id is over `MAX_OPERATION_ID_BYTES`. */
export function isOperationIdTooLong(id: string): boolean {
  return id.length > MAX_OPERATION_ID_BYTES || utf8Bytes(id) > MAX_OPERATION_ID_BYTES;
}
