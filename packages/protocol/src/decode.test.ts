import fc from 'fast-check';
import { validateMessage } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import type { ClientMessage, Decoded, Json, MalformedFrame, Subprotocol } from './messages.ts';

const subprotocol = fc.constantFrom<Subprotocol>('graphql-transport-ws', 'graphql-ws');

function transport(frame: unknown): Decoded {
  return decode('graphql-transport-ws', JSON.stringify(frame));
}

function legacy(frame: unknown): Decoded {
  return decode('graphql-ws', JSON.stringify(frame));
}

function message(decoded: Decoded): ClientMessage {
  if (!decoded.ok) throw new Error(decoded.malformed.message);
  return decoded.message;
}

function malformed(decoded: Decoded): MalformedFrame {
  if (decoded.ok) throw new Error(`decoded a ${decoded.message.type}`);
  return decoded.malformed;
}

const none = { operationName: null, variables: null, extensions: null };

describe('decode graphql-transport-ws', () => {
  // "`payload?` object or null"
  it.each(['connection_init', 'ping'])(
    'reads %s when its payload is absent, null or an object',
    (type) => {
      expect(message(transport({ type }))).toEqual({ type, payload: null });
      expect(message(transport({ type, payload: null }))).toEqual({ type, payload: null });
      expect(message(transport({ type, payload: { a: 1 } }))).toEqual({ type, payload: { a: 1 } });
    },
  );

  it('reads pong with or without a payload', () => {
    expect(message(transport({ type: 'pong' }))).toEqual({ type: 'pong' });
    expect(message(transport({ type: 'pong', payload: {} }))).toEqual({ type: 'pong' });
  });

  it.each(['connection_init', 'ping', 'pong'])(
    'refuses %s when its payload is no object',
    (type) => {
      expect(malformed(transport({ type, payload: 'x' }))).toEqual({
        problem: 'invalid',
        id: null,
        message: `"${type}" message expects the 'payload' property to be an object or nullish or missing, but got "x"`,
      });
    },
  );

  // "`subscribe` | `id`, `payload: {query, operationName?, variables?, extensions?}`"
  it('reads subscribe in full', () => {
    const payload = {
      query: '{ a }',
      operationName: 'A',
      variables: { v: 1 },
      extensions: { e: 1 },
    };
    expect(message(transport({ type: 'subscribe', id: '1', payload }))).toEqual({
      type: 'subscribe',
      id: '1',
      payload,
    });
  });

  // "`variables`, `extensions` object or null; `operationName` string or null"
  it('reads subscribe when its optional fields are null or absent', () => {
    const expected = { type: 'subscribe', id: '1', payload: { query: 'q', ...none } };
    const nulls = { query: 'q', ...none };
    expect(message(transport({ type: 'subscribe', id: '1', payload: nulls }))).toEqual(expected);
    expect(message(transport({ type: 'subscribe', id: '1', payload: { query: 'q' } }))).toEqual(
      expected,
    );
  });

  it('keeps an empty operation name and an empty query, which graphql judges', () => {
    const payload = { query: '', operationName: '' };
    expect(message(transport({ type: 'subscribe', id: '1', payload }))).toMatchObject({ payload });
  });

  it.each([
    [
      { payload: { query: 'q' } },
      `"subscribe" message expects the 'id' property to be a string, but got undefined`,
    ],
    [
      { id: 1, payload: { query: 'q' } },
      `"subscribe" message expects the 'id' property to be a string, but got number`,
    ],
    [{ id: '', payload: { query: 'q' } }, `"subscribe" message requires a non-empty 'id' property`],
    [
      { id: '1' },
      `"subscribe" message expects the 'payload' property to be an object, but got undefined`,
    ],
    [
      { id: '1', payload: null },
      `"subscribe" message expects the 'payload' property to be an object, but got null`,
    ],
    [
      { id: '1', payload: [] },
      `"subscribe" message expects the 'payload' property to be an object, but got array`,
    ],
    [
      { id: '1', payload: {} },
      `"subscribe" message payload expects the 'query' property to be a string, but got undefined`,
    ],
    [
      { id: '1', payload: { query: 'q', variables: [] } },
      `"subscribe" message payload expects the 'variables' property to be a an object or nullish or missing, but got array`,
    ],
    [
      { id: '1', payload: { query: 'q', operationName: 1 } },
      `"subscribe" message payload expects the 'operationName' property to be a string or nullish or missing, but got number`,
    ],
    [
      { id: '1', payload: { query: 'q', extensions: 'x' } },
      `"subscribe" message payload expects the 'extensions' property to be a an object or nullish or missing, but got string`,
    ],
  ])('refuses the subscribe %j', (fields, text) => {
    expect(malformed(transport({ type: 'subscribe', ...fields }))).toMatchObject({
      problem: 'invalid',
      message: text,
    });
  });

  // "operation messages carry a non-empty string `id`"
  it.each([undefined, null, 7, ''])('refuses complete when its id is %j', (id) => {
    expect(malformed(transport({ type: 'complete', id }))).toMatchObject({ problem: 'invalid' });
  });

  // "anything else | both | - | close 4400"; what only a server sends is nothing else.
  it.each([
    'connection_ack',
    'next',
    'error',
    'ka',
    'start',
    'stop',
    'connection_terminate',
    'constructor',
    '__proto__',
  ])('does not know the type %s', (type) => {
    expect(malformed(transport({ type, id: '1', payload: {} }))).toEqual({
      problem: 'unknown-type',
      id: '1',
      message: `Invalid message 'type' property "${type}"`,
    });
  });

  it.each([
    [null, 'Message is expected to be an object, but got null'],
    [[], 'Message is expected to be an object, but got array'],
    ['x', 'Message is expected to be an object, but got string'],
    [1, 'Message is expected to be an object, but got number'],
    [{}, "Message is missing the 'type' property"],
    [{ type: '' }, "Message is missing the 'type' property"],
    [{ type: 5 }, "Message is expects the 'type' property to be a string, but got number"],
  ])('refuses the frame %j', (frame, text) => {
    expect(malformed(transport(frame))).toEqual({ problem: 'invalid', id: null, message: text });
  });

  it.each(['', '{', 'undefined', '\u0000', "{'type':'ping'}"])('refuses the text %j', (text) => {
    expect(malformed(decode('graphql-transport-ws', text))).toMatchObject({
      problem: 'not-json',
      id: null,
    });
  });

  it('ignores fields that the protocol does not know', () => {
    const payload = { query: 'q', more: 1 };
    const frame = { type: 'subscribe', id: '1', payload, more: 1 };
    expect(message(transport(frame))).toEqual({
      type: 'subscribe',
      id: '1',
      payload: { query: 'q', ...none },
    });
  });

  it('keeps a variable named __proto__ as an ordinary key', () => {
    const text =
      '{"type":"subscribe","id":"1","payload":{"query":"q","variables":{"__proto__":{"a":1},"b":2}}}';
    const read = message(decode('graphql-transport-ws', text));
    if (read.type !== 'subscribe') throw new Error(read.type);
    expect(JSON.stringify(read.payload.variables)).toBe('{"__proto__":{"a":1},"b":2}');
    expect(Object.getPrototypeOf(read.payload.variables)).toBe(Object.prototype);
  });

  it('takes an operation id of 128 bytes and names a longer one', () => {
    const start = (id: string) => transport({ type: 'subscribe', id, payload: { query: 'q' } });
    expect(start('é'.repeat(64)).ok).toBe(true);
    const long = `${'é'.repeat(64)}x`;
    expect(malformed(start(long))).toEqual({
      problem: 'id-too-long',
      id: long,
      message: 'Operation ids are limited to 128 bytes',
    });
  });

  // "Unknown or finished ids in other messages are ignored, not errors, on both sides."
  it('reads complete when its id is longer than any that could run', () => {
    const id = 'x'.repeat(5_000);
    expect(message(transport({ type: 'complete', id }))).toEqual({ type: 'complete', id });
  });
});

describe('decode legacy', () => {
  it('reads start as subscribe and stop as complete', () => {
    const payload = { query: 'q', variables: { v: 1 }, operationName: 'A' };
    expect(message(legacy({ type: 'start', id: '1', payload }))).toEqual({
      type: 'subscribe',
      id: '1',
      payload: { ...payload, extensions: null },
    });
    expect(message(legacy({ type: 'stop', id: '1' }))).toEqual({ type: 'complete', id: '1' });
  });

  it('reads start when variables and operationName are null', () => {
    const payload = { query: 'q', variables: null, operationName: null };
    expect(message(legacy({ type: 'start', id: '1', payload }))).toMatchObject({
      payload: { query: 'q', ...none },
    });
  });

  it('ignores extensions of any shape, which this protocol does not have', () => {
    for (const extensions of [3, 'x', [], null]) {
      const payload = { query: 'q', extensions };
      expect(message(legacy({ type: 'start', id: '1', payload }))).toMatchObject({
        payload: { extensions: null },
      });
    }
  });

  it('reads connection_init and connection_terminate', () => {
    expect(message(legacy({ type: 'connection_init', payload: {} }))).toEqual({
      type: 'connection_init',
      payload: {},
    });
    expect(message(legacy({ type: 'connection_init' }))).toEqual({
      type: 'connection_init',
      payload: null,
    });
    expect(message(legacy({ type: 'connection_terminate' }))).toEqual({
      type: 'connection_terminate',
    });
  });

  // "also unknown type: `Invalid message type!`, no close"; "`ping` does not exist"; the aliases of `graphql-subscriptions` neither.
  it.each([
    'ping',
    'pong',
    'subscribe',
    'complete',
    'data',
    'ka',
    'connection_ack',
    'subscription_start',
    'init',
  ])('does not know the type %s', (type) => {
    expect(malformed(legacy({ type, id: '1', payload: {} }))).toEqual({
      problem: 'unknown-type',
      id: '1',
      message: 'Invalid message type!',
    });
  });

  it.each([[[]], ['x'], [5], [{}], [{ type: null }]])('does not know the type of %j', (frame) => {
    expect(malformed(legacy(frame))).toMatchObject({ problem: 'unknown-type', id: null });
  });

  it('names the operation when a start is malformed', () => {
    expect(malformed(legacy({ type: 'start', id: '1' }))).toEqual({
      problem: 'invalid',
      id: '1',
      message: `"start" message expects the 'payload' property to be an object, but got undefined`,
    });
    expect(malformed(legacy({ type: 'start', id: '1', payload: { query: 5 } }))).toMatchObject({
      message: `"start" message expects the 'payload.query' property to be a string, but got number`,
    });
  });

  it.each([
    [{ type: 'start', payload: { query: 'q' } }],
    [{ type: 'start', id: '', payload: { query: 'q' } }],
    [{ type: 'stop' }],
    [{ type: 'connection_init', payload: 'x' }],
    [null],
  ])('names no operation when it refuses %j', (frame) => {
    expect(malformed(legacy(frame))).toMatchObject({ problem: 'invalid', id: null });
  });
});

const anyJson = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

/** Frames that are nearly right, so that every check is met. */
const nearlyFrame = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(
        'connection_init',
        'ping',
        'pong',
        'subscribe',
        'complete',
        'start',
        'stop',
        'connection_terminate',
      ),
      anyJson,
    ),
    id: fc.oneof(fc.string(), anyJson),
    payload: fc.oneof(
      fc.record(
        {
          query: fc.oneof(fc.string(), anyJson),
          variables: fc.oneof(fc.constant(null), fc.dictionary(fc.string(), anyJson), anyJson),
          operationName: fc.oneof(fc.constant(null), fc.string(), anyJson),
          extensions: fc.oneof(fc.constant(null), fc.dictionary(fc.string(), anyJson), anyJson),
        },
        { requiredKeys: [] },
      ),
      anyJson,
    ),
  },
  { requiredKeys: [] },
);

describe('decode, fuzzed', () => {
  it('never throws whatever the text', () => {
    fc.assert(
      fc.property(
        subprotocol,
        fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
        (spoken, text) => {
          expect(typeof decode(spoken, text).ok).toBe('boolean');
        },
      ),
    );
  });

  it('never throws when the frame is nested deeper than the stack', () => {
    const deep = `${'['.repeat(16_000)}${']'.repeat(16_000)}`;
    for (const text of [
      deep,
      `{"type":"ping","payload":${deep}}`,
      `{"type":"start","id":${deep}}`,
    ]) {
      expect(decode('graphql-transport-ws', text).ok).toBe(false);
      expect(decode('graphql-ws', text).ok).toBe(false);
    }
  });

  it('agrees with the reference server, to the text of its errors', () => {
    const server = new Set(['connection_ack', 'next', 'error']);
    fc.assert(
      fc.property(nearlyFrame, (frame) => {
        const text = JSON.stringify(frame);
        // The reference's own message fails on an object that has no text form.
        fc.pre(typeof frame.type !== 'object' && typeof frame.id !== 'object');
        fc.pre(!server.has(String(frame.type)) && String(frame.id).length < 30);
        const decoded = decode('graphql-transport-ws', text);
        let complaint: string | null = null;
        try {
          validateMessage(JSON.parse(text));
        } catch (error) {
          complaint = (error as Error).message;
        }
        expect(decoded.ok ? null : decoded.malformed.message).toBe(complaint);
      }),
      { numRuns: 500 },
    );
  });

  it('gives back what a client wrote, in either subprotocol', () => {
    const request = fc.record({
      query: fc.string(),
      operationName: fc.option(fc.string()),
      variables: fc.option(fc.dictionary(fc.string(), anyJson)),
      extensions: fc.option(fc.dictionary(fc.string(), anyJson)),
    });
    const id = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' });
    fc.assert(
      fc.property(id, request, (anyId, payload) => {
        const plain = JSON.parse(JSON.stringify(payload));
        const subscribe = { type: 'subscribe', id: anyId, payload: plain };
        expect(message(transport(subscribe))).toEqual(subscribe);
        expect(message(legacy({ ...subscribe, type: 'start' }))).toEqual(subscribe);
        const complete = { type: 'complete', id: anyId };
        expect(message(transport(complete))).toEqual(complete);
        expect(message(legacy({ ...complete, type: 'stop' }))).toEqual(complete);
      }),
    );
  });
});
