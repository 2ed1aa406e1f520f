import type { Difference } from './difference.ts';

// Every difference from the reference servers that a script can show. Those that none can are in the README.

const DELETED = 'closed 1000 Connection Closed Normally';

const fatalFrame = (code: string, reason: string): readonly string[] => [
  `< {"type":"${code}: ${reason}"}`,
  DELETED,
];

export const FATAL_FRAME: Difference = {
  name: 'fatal frame',
  reason:
    'DeleteConnection takes no close code: it closes with 1000, after which a client comes back at once. A frame whose type is the verdict ends the client instead.',
  here: (line) => {
    const [, code, reason] = /^closed (4\d{3}) (.*)$/.exec(line) ?? [];
    return code === undefined || reason === undefined ? [line] : fatalFrame(code, reason);
  },
};

export const REASON_OF_REFUSAL: Difference = {
  name: 'reason of the refusal',
  reason: 'What authenticate throws reaches the client, in place of a mere Forbidden.',
  here: (line) => [line.replace('4403: Forbidden', '4403: Invalid token')],
};

export const CONSTANT_PONG: Difference = {
  name: 'constant pong',
  reason:
    'A ping is answered by a MOCK route, a constant, so that it costs no Lambda; the payload of a pong is optional.',
  here: (line) => [line.replace(/^< \{"payload":.*,"type":"pong"\}$/, '< {"type":"pong"}')],
};

export const PING_IS_NOT_READ: Difference = {
  name: 'ping is not read',
  reason: 'The MOCK route of a ping chooses by its type and looks at nothing else.',
  here: (line) =>
    line === 'closed 4400 Invalid message received' ? ['< {"type":"pong"}', 'open'] : [line],
};

export const SERVER_TYPE_IS_UNKNOWN: Difference = {
  name: 'server type is unknown',
  reason:
    'A type that only a server sends is an unknown type, 4400. The reference server reads it first and then fails of its own, 4500.',
  here: (line) =>
    /^closed 4500 Unexpected message of type \w+ received$/.test(line)
      ? fatalFrame('4400', 'Invalid message received')
      : [line],
};

/** `location` is where the error is, which a close can't tell. */
export function syntaxError(location: {
  readonly line: number;
  readonly column: number;
}): Difference {
  return {
    name: 'syntax error',
    reason:
      'A syntax error concerns one operation: an error for it is allowed, and keeps the socket.',
    here: (line) => {
      const [, message] = /^closed 4500 (Syntax Error: .*)$/.exec(line) ?? [];
      if (message === undefined) return [line];
      const { column, line: at } = location;
      const payload = [{ locations: [{ column, line: at }], message }];
      return [`< ${JSON.stringify({ id: '1', payload, type: 'error' })}`, 'open'];
    },
  };
}

export const REFUSED_SUBSCRIPTION: Difference = {
  name: 'refused subscription',
  reason:
    'A subscription that can not begin, for its resolver or its variables, is an error: no result comes of it. The reference server sends the errors as its one result.',
  here: (line) => {
    const [, errors] =
      /^< \{"id":"1","payload":\{"errors":(\[.*\])\},"type":"next"\}$/.exec(line) ?? [];
    if (errors !== undefined) return [`< {"id":"1","payload":${errors},"type":"error"}`];
    return line === '< {"id":"1","type":"complete"}' ? [] : [line];
  },
};

export const ROOT_DIRECTIVES: Difference = {
  name: 'directives at the root',
  reason:
    'GraphQL forbids @skip and @include at the root of a subscription since 2025; graphql 16 does not check, and the reference server fails on it.',
  here: (line) =>
    line.startsWith('closed 4500 ')
      ? [
          '< {"id":"1","payload":[{"locations":[{"column":34,"line":1}],"message":"Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection."}],"type":"error"}',
          'open',
        ]
      : [line],
};

/** `id` is the one that is too long. */
export function limitedId(id: string): Difference {
  return {
    name: 'limited id',
    reason: 'An operation id is a key of the table and is limited to 128 bytes.',
    here: (line) => {
      if (line.includes('"next"')) {
        const payload = [{ message: 'Operation ids are limited to 128 bytes' }];
        return [`< ${JSON.stringify({ id, payload, type: 'error' })}`];
      }
      return line.includes('"type":"complete"') ? [] : [line];
    },
  };
}

export const NO_INIT_TIMEOUT: Difference = {
  name: 'no init timeout',
  reason:
    'No Lambda runs while nothing comes, so nobody watches the clock: the connection stays, and a subscribe before init is 4401.',
  here: (line) => [line === 'closed 4408 Connection initialisation timeout' ? 'open' : line],
};
