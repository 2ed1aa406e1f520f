import fc from 'fast-check';
import { validateMessage } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { frames } from './frames.ts';
import type { JsonObject } from './messages.ts';

const transport = frames('graphql-transport-ws');
const legacy = frames('graphql-ws');
const error = { message: 'no', path: ['a', 0], extensions: { code: 'X' } };
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const id = fc.string({ minLength: 1, unit: 'binary' });

describe('frames of graphql-transport-ws', () => {
  it('writes every message type of a server', () => {
    expect(JSON.parse(transport.next('1', { data: { a: 1 } }))).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { a: 1 } },
    });
    expect(JSON.parse(transport.error('1', [error]))).toEqual({
      id: '1',
      type: 'error',
      payload: [error],
    });
    expect(JSON.parse(transport.complete('1'))).toEqual({ id: '1', type: 'complete' });
  });

  // "`payload` of init, ack, ping, pong: absent, null or object, omitted when absent"
  it('omits the payload of ack and pong when there is none', () => {
    expect(transport.ack()).toBe('{"type":"connection_ack"}');
    expect(transport.ack(null)).toBe('{"type":"connection_ack"}');
    expect(transport.pong(null)).toBe('{"type":"pong"}');
    expect(JSON.parse(transport.ack({ a: 1 }))).toEqual({
      type: 'connection_ack',
      payload: { a: 1 },
    });
  });

  // "answer `pong` as soon as possible. The reference echoes the payload"
  it('echoes the payload of a ping', () => {
    expect(JSON.parse(transport.pong({ at: 1 }))).toEqual({ type: 'pong', payload: { at: 1 } });
  });

  it('passes the checks of a real client whatever the id and data', () => {
    fc.assert(
      fc.property(id, json, fc.string(), (anyId, data, message) => {
        const sent = [
          transport.next(anyId, { data }),
          transport.nextText(anyId, JSON.stringify({ data })),
          transport.error(anyId, [{ message }]),
          transport.complete(anyId),
        ].map((frame) => validateMessage(JSON.parse(frame)));
        expect(sent).toEqual([
          { id: anyId, type: 'next', payload: { data } },
          { id: anyId, type: 'next', payload: { data } },
          { id: anyId, type: 'error', payload: [{ message }] },
          { id: anyId, type: 'complete' },
        ]);
      }),
    );
  });

  it('keeps a key named __proto__ when the payload has one', () => {
    const payload: JsonObject = JSON.parse('{"__proto__":{"a":1}}');
    expect(transport.pong(payload)).toBe('{"type":"pong","payload":{"__proto__":{"a":1}}}');
  });
});

describe('frames of the legacy subprotocol', () => {
  it('names a result data', () => {
    expect(JSON.parse(legacy.next('1', { data: null, errors: [error] }))).toEqual({
      id: '1',
      type: 'data',
      payload: { data: null, errors: [error] },
    });
    expect(legacy.nextText('1', '{"data":1}')).toBe(
      '{"id":"1","type":"data","payload":{"data":1}}',
    );
  });

  // "`error` ... `payload`: **one object, not an array**"
  it('writes one object, the first error, in an error', () => {
    expect(JSON.parse(legacy.error('1', [error, { message: 'second' }]))).toEqual({
      id: '1',
      type: 'error',
      payload: error,
    });
    expect(JSON.parse(legacy.error('1', [])).payload).toEqual({ message: 'Unknown error' });
  });

  // "`complete` ... `payload: null`"
  it('writes a null payload in a complete', () => {
    expect(legacy.complete('1')).toBe('{"id":"1","type":"complete","payload":null}');
  });

  // "rejection; also for unparseable messages, without closing (with `id: null`)"
  it('writes connection_error with a message, and with a null id where the frame was unreadable', () => {
    expect(JSON.parse(legacy.connectionError('no'))).toEqual({
      type: 'connection_error',
      payload: { message: 'no' },
    });
    expect(JSON.parse(legacy.connectionError('no', null))).toEqual({
      id: null,
      type: 'connection_error',
      payload: { message: 'no' },
    });
  });

  it('writes an error without an id where the message named none', () => {
    expect(JSON.parse(legacy.errorWithoutId('Invalid message type!'))).toEqual({
      type: 'error',
      payload: { message: 'Invalid message type!' },
    });
  });

  // "the client arms its timeout (30 s) only after the first: send none, and none is missed"
  it('has no keep-alive', () => {
    expect(Object.keys(legacy)).not.toContain('ka');
  });
});
