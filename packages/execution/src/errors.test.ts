import { type Log, silentLog } from '@skein/pubsub';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatErrors, formatResult, graphqlErrorOf, type OnError } from './errors.ts';

const leave: OnError = () => undefined;
const options = (onError: OnError, log: Log = silentLog) => ({
  app: { onError },
  log,
  operationId: '1',
});

describe('graphqlErrorOf', () => {
  it('keeps a GraphQL error, and gives anything else thrown its message', () => {
    const error = new GraphQLError('no');
    expect(graphqlErrorOf(error)).toBe(error);
    const cause = new Error('broken');
    expect(graphqlErrorOf(cause)).toMatchObject({ message: 'broken', originalError: cause });
    expect(graphqlErrorOf('text')).toMatchObject({ message: 'text' });
  });
});

describe('formatErrors', () => {
  it('sends errors as they are when onError leaves them', () => {
    const error = new GraphQLError('no', { extensions: { code: 'NO' } });
    expect(formatErrors(options(leave), [error])).toEqual([
      { message: 'no', extensions: { code: 'NO' } },
    ]);
  });

  it('sends what onError makes of them, and tells it the operation', () => {
    const seen: unknown[] = [];
    const mask: OnError = ({ operationId }) => {
      seen.push(operationId);
      return [{ message: 'masked' }];
    };
    expect(formatErrors(options(mask), [new GraphQLError('secret')])).toEqual([
      { message: 'masked' },
    ]);
    expect(seen).toEqual(['1']);
  });

  it('says nothing of them, and logs, when onError throws', () => {
    const lines: string[] = [];
    const log = { ...silentLog, error: (event: string) => void lines.push(event) };
    const broken: OnError = () => {
      throw new Error('hook');
    };
    expect(formatErrors(options(broken, log), [new GraphQLError('secret')])).toEqual([
      { message: 'Internal server error' },
    ]);
    expect(lines).toEqual(['hook_failed']);
  });

  it.each([undefined, null, 'text'])(
    'says nothing of an error, and logs, when onError returns %j in its place',
    (nothing) => {
      const lines: unknown[] = [];
      const log: Log = { ...silentLog, error: (event, fields) => void lines.push(event, fields) };
      const forgetful: OnError = ({ errors: [first] }) => [nothing as never, first as never];
      const errors = [new GraphQLError('secret'), new GraphQLError('no')];
      const sent = formatErrors(options(forgetful, log), errors.toReversed());
      expect(sent).toMatchObject([{ message: 'Internal server error' }, { message: 'no' }]);
      expect(lines).toMatchObject([
        'hook_failed',
        { hook: 'onError', error: { message: expect.stringContaining(`but ${nothing} came`) } },
      ]);
    },
  );
});

describe('formatResult', () => {
  it('leaves errors out when there are none', () => {
    expect(formatResult(options(leave), { data: { a: 1 }, errors: [] })).toEqual({
      data: { a: 1 },
    });
  });

  it('formats errors beside partial data', () => {
    const result = { data: { a: null }, errors: [new GraphQLError('no', { path: ['a'] })] };
    expect(formatResult(options(leave), result)).toEqual({
      data: { a: null },
      errors: [{ message: 'no', path: ['a'] }],
    });
  });
});
