import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from './envelope.ts';

describe('decodeEnvelope', () => {
  it('reads a topic and its payload', () => {
    expect(decodeEnvelope('{"topic":"A","payload":{"a":1}}')).toEqual({
      ok: true,
      envelope: { topic: 'A', payload: { a: 1 } },
    });
  });

  it('reads every optional member', () => {
    const envelope = {
      topic: 'A',
      payload: null,
      id: '1',
      time: '2026-01-31T12:00:00Z',
      traceparent: '00-1-1-01',
      scope: 'tenant',
    };
    expect(decodeEnvelope(JSON.stringify(envelope))).toEqual({ ok: true, envelope });
  });

  it('reads a completion', () => {
    const envelope = { topic: 'A', complete: { room: 'x', floor: 1, open: true } };
    expect(decodeEnvelope(JSON.stringify(envelope))).toEqual({ ok: true, envelope });
  });

  it.each([
    [{ complete: {}, payload: null }, 'complete: expected no payload beside it'],
    [{ complete: [] }, 'complete: expected an object of keys'],
    [{ complete: 'room' }, 'complete: expected an object of keys'],
    [{ complete: { room: null } }, 'complete: room: expected a string, number or boolean'],
    [{ complete: { room: {} } }, 'complete: room: expected a string, number or boolean'],
  ])('refuses a completion such as %j', (members, detail) => {
    expect(decodeEnvelope(JSON.stringify({ topic: 'A', ...members }))).toEqual({
      ok: false,
      problem: 'bad-envelope',
      detail,
    });
  });

  it('leaves an absent payload absent', () => {
    expect(decodeEnvelope('{"topic":"A"}')).toStrictEqual({ ok: true, envelope: { topic: 'A' } });
  });

  it('keeps a key by any name: without it, other subscriptions would end', () => {
    const decoded = decodeEnvelope('{"topic":"A","complete":{"__proto__":"x"}}');
    expect(decoded.ok && Object.keys(decoded.envelope.complete ?? {})).toEqual(['__proto__']);
  });

  it('says not-json when it is no JSON', () => {
    expect(decodeEnvelope('{')).toEqual({
      ok: false,
      problem: 'not-json',
      detail: 'expected JSON',
    });
  });

  it.each([
    ['null', 'expected an object with a topic'],
    ['[]', 'expected an object with a topic'],
    ['"A"', 'expected an object with a topic'],
    ['{}', 'topic: expected a non-empty string'],
    ['{"topic":""}', 'topic: expected a non-empty string'],
    ['{"topic":"A","id":1}', 'id: expected a string'],
    ['{"topic":"A","traceparent":null}', 'traceparent: expected a string'],
    ['{"topic":"A","time":7}', 'time: expected a string'],
    ['{"topic":1,"scope":2}', 'topic: expected a non-empty string; scope: expected a string'],
  ])('says what is wrong with %s', (text, detail) => {
    expect(decodeEnvelope(text)).toEqual({ ok: false, problem: 'bad-envelope', detail });
  });

  it('drops members that it does not know', () => {
    expect(decodeEnvelope('{"topic":"A","version":2}')).toStrictEqual({
      ok: true,
      envelope: { topic: 'A' },
    });
  });

  it('reads JSON that is nested as deep as an SNS message can be', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(decodeEnvelope(`{"topic":"A","payload":${deep}}`).ok).toBe(true);
    expect(decodeEnvelope(deep)).toMatchObject({ problem: 'bad-envelope' });
  });

  it('never throws, and never repeats a payload', () => {
    const members = fc.record(
      { topic: fc.jsonValue(), payload: fc.jsonValue(), id: fc.jsonValue(), time: fc.string() },
      { requiredKeys: [] },
    );
    const message = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      members.map((m) => JSON.stringify(m)),
    );
    fc.assert(
      fc.property(message, (text) => {
        const decoded = decodeEnvelope(text);
        expect(decoded.ok || decoded.detail).toBeTruthy();
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const decoded = decodeEnvelope(JSON.stringify({ topic: 7, payload: { secret: payload } }));
        expect(decoded).toMatchObject({ ok: false, detail: expect.not.stringContaining('secret') });
      }),
    );
  });
});
