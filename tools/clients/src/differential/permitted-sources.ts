import type { Difference } from './difference.ts';

export const NO_SOURCE: Difference = {
  name: 'no source',
  reason:
    'What fails for one operation is an error for it, and keeps the socket; the reference server closes with 4500.',
  here: (line) => {
    const [, message] = /^closed 4500 (Subscription field must return .*)$/.exec(line) ?? [];
    if (message === undefined) return [line];
    return [`< ${JSON.stringify({ id: '1', payload: [{ message }], type: 'error' })}`, 'open'];
  },
};

export const MISTAKE_MENDED: Difference = {
  name: 'mistake mended',
  reason:
    "A developer's usual mistake is answered with what to do about it, behind graphql's own words.",
  here: (line) => {
    const fix =
      'Let the `subscribe` of the field return what pubsub.subscribe(topic) returns; is a `return` missing?';
    return [line.replace('Received: \\"no source\\".', (words) => `${words} ${fix}`)];
  },
};

export const NO_ERROR_NAME: Difference = {
  name: 'no error name',
  reason:
    'An error in a message has the fields that GraphQL gives it; the reference server adds the name of the exception.',
  here: (line) => [line.replace(',"name":"Error"},"type":"error"}', '},"type":"error"}')],
};
