import { frames, type Subprotocol, verdict } from '@skein/protocol';
import { describe, expect, it } from 'vitest';
import { readServerFrame } from './server-frame.ts';

const ERRORS = [{ message: 'one' }, { message: 'two' }];
const result = { data: { a: 1 } };

describe.each<Subprotocol>(['graphql-transport-ws', 'graphql-ws'])(
  'readServerFrame of %s',
  (of) => {
    const { ack, next, error, complete } = frames(of);
    const errors = of === 'graphql-ws' ? ERRORS.slice(0, 1) : ERRORS;

    it.each([
      [ack(), { kind: 'ack' }],
      [next('1', result), { kind: 'next', id: '1', result }],
      [error('1', ERRORS), { kind: 'error', id: '1', errors }],
      [complete('1'), { kind: 'complete', id: '1' }],
    ])('reads %s', (text, frame) => {
      expect(readServerFrame(of, text)).toEqual(frame);
    });
  },
);

describe('readServerFrame', () => {
  it.each([
    [verdict(4403, 'No: never'), { code: 4403, reason: 'No: never' }],
    [verdict(4409), { code: 4409, reason: 'Subscriber already exists' }],
  ])('reads the verdict %s', (text, refusal) => {
    const frame = readServerFrame('graphql-transport-ws', text);
    expect(frame).toEqual({ kind: 'refused', ...refusal });
  });

  it('reads connection_error, and leaves what concerns nobody', () => {
    const refused = frames('graphql-ws').connectionError('No');
    expect(readServerFrame('graphql-ws', refused)).toEqual({
      kind: 'refused',
      code: null,
      reason: 'No',
    });
    expect(readServerFrame('graphql-transport-ws', frames('graphql-transport-ws').pong())).toEqual({
      kind: 'other',
    });
  });
});
