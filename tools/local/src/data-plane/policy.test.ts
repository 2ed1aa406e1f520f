import { describe, expect, it } from 'vitest';
import { allows } from './policy.ts';

const ARN = 'arn:aws:execute-api:eu-west-1:1:api/prod/$connect';

function statement(Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke') {
  return { Effect, Resource, Action };
}

describe('allows', () => {
  it.each([
    ['the exact resource', { Statement: [statement('Allow', ARN)] }, true],
    ['a wildcard', { Statement: [statement('Allow', 'arn:aws:execute-api:*:*:api/*')] }, true],
    ['a single statement', { Statement: statement('Allow', '*') }, true],
    ['one of several resources', { Statement: [statement('Allow', ['x', ARN])] }, true],
    ['a wildcard action', { Statement: [statement('Allow', ARN, 'execute-api:*')] }, true],
    ['an explicit deny', { Statement: [statement('Allow', '*'), statement('Deny', ARN)] }, false],
    [
      'a deny of another resource',
      { Statement: [statement('Allow', '*'), statement('Deny', 'x')] },
      true,
    ],
    ['another action', { Statement: [statement('Allow', '*', 's3:GetObject')] }, false],
    ['a resource with a regular expression', { Statement: [statement('Allow', '.+')] }, false],
    ['no statement', { Statement: [] }, false],
    ['no document', null, false],
    ['a statement that is none', { Statement: ['Allow'] }, false],
  ])('judges %s', (_, document, expected) => {
    expect(allows(document, ARN)).toBe(expected);
  });
});
