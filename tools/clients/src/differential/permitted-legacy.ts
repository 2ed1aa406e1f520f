import type { Difference } from './difference.ts';

// Every difference from subscriptions-transport-ws's server that a script can show. Those that none can are in the README.

export const PLAIN_CLOSE: Difference = {
  name: 'plain close',
  reason:
    'DeleteConnection takes no close code: it closes with 1000. Legacy clients look at no code.',
  here: (line) => [line.replace(/^closed (1011|1005)$/, 'closed 1000 Connection Closed Normally')],
};

export const PING_IS_ANSWERED: Difference = {
  name: 'ping is answered',
  reason:
    'The MOCK route of a ping chooses by its type and knows no connection. No legacy client sends a ping.',
  here: (line) => [
    line === '< {"payload":{"message":"Invalid message type!"},"type":"error"}'
      ? '< {"type":"pong"}'
      : line,
  ],
};

export const NO_ALIASES: Difference = {
  name: 'no aliases',
  reason:
    'The aliases of the still older subprotocol graphql-subscriptions, which is not offered here, are unknown types.',
  here: (line) => [line.replace('Must provide document.', 'Invalid message type!')],
};

/** `there` is what the reference server says, `here` what is said here. */
export function worded(there: string, here: string): Difference {
  return {
    name: 'wording',
    reason:
      'The reference server does not check messages: it answers with the text of whatever exception it ran into. Here the text says what was expected.',
    here: (line) => [line.replace(JSON.stringify(there), JSON.stringify(here))],
  };
}

/** `message` says what is wrong with the id. */
export function idIsRequired(message: string): Difference {
  return {
    name: 'id is required',
    reason: 'The protocol gives every start an id; the reference server runs one without.',
    here: (line) => {
      if (/^< \{("id":"",)?"payload":\{"data"/.test(line)) {
        return [
          `< ${JSON.stringify({ id: null, payload: { message }, type: 'connection_error' })}`,
        ];
      }
      return /^< \{("id":"",)?"payload":null,"type":"complete"\}$/.test(line) ? [] : [line];
    },
  };
}

export const STOP_NEEDS_AN_ID: Difference = {
  name: 'stop needs an id',
  reason: 'A stop without an id is malformed and answered so; the reference server passes over it.',
  here: (line) =>
    line === '> {"type":"stop"}'
      ? [
          line,
          '< {"id":null,"payload":{"message":"\\"stop\\" message expects the \'id\' property to be a string, but got undefined"},"type":"connection_error"}',
        ]
      : [line],
};

/** `there` is graphql's text. */
export function unidentified(there: string): Difference {
  return {
    name: 'unidentified operation',
    reason: "Both subprotocols answer in the words of graphql-ws's server.",
    here: (line) => [line.replace(JSON.stringify(there), '"Unable to identify operation"')],
  };
}

/** `location` is where the error is. */
export function located(location: { readonly line: number; readonly column: number }): Difference {
  return {
    name: 'location',
    reason:
      'An error is sent whole; the reference server sends the message of a syntax error alone.',
    here: (line) => {
      const at = JSON.stringify([{ column: location.column, line: location.line }]);
      return [
        line.replace('{"message":"Syntax Error', `{"locations":${at},"message":"Syntax Error`),
      ];
    },
  };
}

export const REFUSED_SUBSCRIPTION: Difference = {
  name: 'refused subscription',
  reason:
    'A subscription that can not begin, for its resolver or its variables, is an error: no result comes of it. The reference server sends the errors as its one result.',
  here: (line) => {
    const [, error] =
      /^< \{"id":"1","payload":\{"errors":\[(.*)\]\},"type":"data"\}$/.exec(line) ?? [];
    if (error !== undefined) return [`< {"id":"1","payload":${error},"type":"error"}`];
    return line === '< {"id":"1","payload":null,"type":"complete"}' ? [] : [line];
  },
};

export const SILENT_REPLACEMENT: Difference = {
  name: 'silent replacement',
  reason:
    'The reference server tells the end of a replaced operation under the id that the new one has by then, and a client takes it for the end of the new one. Here the old one is replaced silently.',
  here: (line, before) => {
    const isStale =
      before.startsWith('>') && line === '< {"id":"1","payload":null,"type":"complete"}';
    return isStale ? [] : [line];
  },
};

export const INIT_COMES_FIRST: Difference = {
  name: 'init comes first',
  reason:
    'A start without connection_init runs for nobody: it waits for the init that clients send with it, and is an error if none comes.',
  here: (line) => {
    if (line.includes('"type":"data"')) {
      return [
        '< {"id":"1","payload":{"message":"connection_init did not come first"},"type":"error"}',
      ];
    }
    return line === '< {"id":"1","payload":null,"type":"complete"}' ? [] : [line];
  },
};
