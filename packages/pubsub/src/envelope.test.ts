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

  it('leaves an absent payload absent', () => {
    expect(decodeEnvelope('{"topic":"A"}')).toStrictEqual({ ok: true, envelope: { topic: 'A' } });
  });

  it('says not-json when it is no JSON', () => {
    expect(decodeEnvelope('{')).toEqual({
      ok: false,
      problem: 'not-json',
      detail: 'expected JSON',
    });
  });

  it.each([
    ['null'],
    ['[]'],
    ['"A"'],
    ['{}'],
    ['{"topic":""}'],
    ['{"topic":1}'],
    ['{"topic":"A","id":1}'],
    ['{"topic":"A","time":"noon"}'],
  ])('says bad-envelope when it is %s', (text) => {
    expect(decodeEnvelope(text)).toMatchObject({ ok: false, problem: 'bad-envelope' });
  });

  it('never throws, and never repeats a payload', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeEnvelope(text)));
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const decoded = decodeEnvelope(JSON.stringify({ topic: 7, payload: { secret: payload } }));
        expect(decoded).toMatchObject({ ok: false, detail: expect.not.stringContaining('secret') });
      }),
    );
  });
});
