import {
  COMMENTS,
  type Conversation,
  hear,
  hearTheClose,
  hearTheEnd,
  NUMBERS,
  publish,
  type Step,
  say,
  untilItStands,
} from './conversation.ts';
import type { Difference } from './difference.ts';
import {
  CONSTANT_PONG,
  FATAL_FRAME,
  limitedId,
  NO_INIT_TIMEOUT,
  PING_IS_NOT_READ,
  REASON_OF_REFUSAL,
  REFUSED_SUBSCRIPTION,
  ROOT_DIRECTIVES,
  SERVER_TYPE_IS_UNKNOWN,
  syntaxError,
} from './permitted-transport.ts';

const init = { type: 'connection_init' };
const ACKNOWLEDGED: readonly Step[] = [say(init), hear(1)];

function subscribe(id: unknown, query: string, rest: Readonly<Record<string, unknown>> = {}) {
  return { type: 'subscribe', id, payload: { query, ...rest } };
}

function conversation(
  name: string,
  steps: readonly Step[],
  permits: readonly Difference[] = [],
): Conversation {
  return { name, steps, permits, subprotocol: 'graphql-transport-ws' };
}

/** Conversations that end with the reference server's close code, and here with the fatal frame. */
function fatal(name: string, steps: readonly Step[]): Conversation {
  return conversation(name, [...steps, hearTheClose], [FATAL_FRAME]);
}

const VERSION = '{ __typename }';
const ADD =
  'mutation Add($content: String!) { addComment(repoFullName: "{{repository}}", author: "ada", content: $content) { author content } }';
const TWO = 'query One { __typename } query Two { version two: __typename }';
const complete = (id: unknown) => ({ type: 'complete', id });

const connection: readonly Conversation[] = [
  conversation('init', ACKNOWLEDGED),
  conversation('init with a payload', [say({ ...init, payload: { some: 'thing' } }), hear(1)]),
  conversation('init with a null payload', [say({ ...init, payload: null }), hear(1)]),
  conversation('init with fields that nobody knows', [say({ ...init, more: 1 }), hear(1)]),
  fatal('a second init', [...ACKNOWLEDGED, say(init)]),
  conversation(
    'a bad token at init',
    [say({ ...init, payload: { authorization: 'nonsense' } }), hearTheClose],
    [FATAL_FRAME, REASON_OF_REFUSAL],
  ),
  fatal('subscribe before init', [say(subscribe('1', VERSION))]),
  conversation('ping', [...ACKNOWLEDGED, say({ type: 'ping' }), hear(1)]),
  conversation('ping before init', [say({ type: 'ping' }), hear(1), say(init), hear(1)]),
  conversation('ping with a null payload', [say({ type: 'ping', payload: null }), hear(1)]),
  conversation(
    'ping with a payload',
    [...ACKNOWLEDGED, say({ type: 'ping', payload: { at: 1 } }), hear(1)],
    [CONSTANT_PONG],
  ),
  conversation('pong', [
    say({ type: 'pong' }),
    say(init),
    hear(1),
    say({ type: 'pong', payload: {} }),
  ]),
];

/** Frames that are no messages; each is tried on a connection that was acknowledged. */
const BROKEN: Readonly<Record<string, unknown>> = {
  'no JSON': '{"type":',
  'an empty text': '',
  'a word': 'ping',
  null: 'null',
  'a number': '5',
  'a string': '"ping"',
  'a list': '[{"type":"ping"}]',
  'an object without a type': {},
  'a type that is a number': { type: 5 },
  'an empty type': { type: '' },
  'an unknown type': { type: 'unknown' },
  'a type of Object.prototype': { type: 'constructor' },
  'a legacy start': { type: 'start', id: '1', payload: { query: VERSION } },
  'a legacy stop': { type: 'stop', id: '1' },
  'a legacy connection_terminate': { type: 'connection_terminate' },
  'subscribe without an id': { type: 'subscribe', payload: { query: VERSION } },
  'subscribe with an id that is a number': subscribe(1, VERSION),
  'subscribe with an empty id': subscribe('', VERSION),
  'subscribe without a payload': { type: 'subscribe', id: '1' },
  'subscribe with a null payload': { type: 'subscribe', id: '1', payload: null },
  'subscribe with a list as payload': { type: 'subscribe', id: '1', payload: [] },
  'subscribe without a query': { type: 'subscribe', id: '1', payload: {} },
  'subscribe with a query that is a number': { type: 'subscribe', id: '1', payload: { query: 1 } },
  'subscribe with a query that is null': { type: 'subscribe', id: '1', payload: { query: null } },
  'subscribe with a list as variables': subscribe('1', VERSION, { variables: [] }),
  'subscribe with a text as variables': subscribe('1', VERSION, { variables: '{}' }),
  'subscribe with a number as operationName': subscribe('1', VERSION, { operationName: 1 }),
  'subscribe with a text as extensions': subscribe('1', VERSION, { extensions: 'x' }),
  'complete without an id': { type: 'complete' },
  'complete with an id that is a number': complete(1),
  'complete with an empty id': complete(''),
  'pong with a list as payload': { type: 'pong', payload: [] },
  'init with a text as payload': { type: 'connection_init', payload: 'x' },
};

const malformed: readonly Conversation[] = [
  ...Object.entries(BROKEN).map(([name, frame]) => fatal(name, [...ACKNOWLEDGED, say(frame)])),
  conversation(
    'ping with a text as payload',
    [...ACKNOWLEDGED, say({ type: 'ping', payload: 'x' }), hear(1)],
    [PING_IS_NOT_READ],
  ),
  fatal('an unknown type before init', [say({ type: 'unknown' })]),
  fatal('a broken frame while a subscription stands', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say({ type: 'unknown' }),
  ]),
  ...['connection_ack', 'next', 'error'].map((type) =>
    conversation(
      `${type}, which is a server's`,
      [
        ...ACKNOWLEDGED,
        say({ type, id: '1', payload: type === 'error' ? [{ message: 'x' }] : {} }),
        hearTheClose,
      ],
      [SERVER_TYPE_IS_UNKNOWN],
    ),
  ),
];

/** One operation on an acknowledged connection. */
function operation(
  name: string,
  frame: { readonly id: unknown; readonly more?: number },
  permits: readonly Difference[] = [],
): Conversation {
  const steps = [...ACKNOWLEDGED, say(frame), hearTheEnd(String(frame.id))];
  return conversation(name, steps, permits);
}

const LONG_ID = 'x'.repeat(129);

const single: readonly Conversation[] = [
  operation('a query', subscribe('1', VERSION)),
  operation(
    'a query with everything',
    subscribe('1', TWO, { operationName: 'Two', variables: {}, extensions: {} }),
  ),
  operation(
    'a query with nulls',
    subscribe('1', VERSION, { operationName: null, variables: null, extensions: null }),
  ),
  operation('a query with fields that nobody knows', {
    ...subscribe('1', VERSION, { more: 1 }),
    more: 1,
  }),
  operation(
    'introspection',
    subscribe(
      '1',
      '{ __schema { queryType { name } subscriptionType { fields { name args { name type { kind } } } } } }',
    ),
  ),
  operation('a mutation', subscribe('1', ADD, { variables: { content: 'x' } })),
  operation('a mutation without its variable', subscribe('1', ADD)),
  operation('a variable of a wrong type', subscribe('1', ADD, { variables: { content: 5 } })),
  operation('a variable that is null', subscribe('1', ADD, { variables: { content: null } })),
  operation('a validation error', subscribe('1', '{ nope }')),
  operation('several validation errors', subscribe('1', '{ nope version { x } ...Missing }')),
  operation('an unknown operation name', subscribe('1', TWO, { operationName: 'Three' })),
  operation('an empty operation name', subscribe('1', VERSION, { operationName: '' })),
  operation('several operations and no name', subscribe('1', TWO)),
  operation('a document without operations', subscribe('1', 'fragment F on Query { version }')),
  operation('a syntax error', subscribe('1', '{'), [syntaxError({ line: 1, column: 2 })]),
  operation('an empty query', subscribe('1', ''), [syntaxError({ line: 1, column: 1 })]),
  conversation('queries side by side', [
    ...ACKNOWLEDGED,
    say(subscribe('1', VERSION), subscribe('2', '{ two: __typename }')),
    hear(4),
  ]),
  ...['__proto__', 'constructor', 'a#b', 'é😀', ' ', 'x'.repeat(128)].map((id) =>
    operation(`the id ${id.slice(0, 12)}`, subscribe(id, VERSION)),
  ),
  operation('an id of 129 bytes', subscribe(LONG_ID, VERSION), [limitedId(LONG_ID)]),
];

const NAMED_AGAIN =
  'subscription { again: commentAdded(repoFullName: "{{repository}}") { content } }';

const streams: readonly Conversation[] = [
  conversation('a subscription', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    publish('one'),
    hear(1),
    publish('two'),
    hear(1),
  ]),
  conversation('a subscription with a name, a variable, an alias and a fragment', [
    ...ACKNOWLEDGED,
    say(
      subscribe(
        '1',
        'subscription S($r: String!) { c: commentAdded(repoFullName: $r) { ...F } } fragment F on Comment { content __typename } query Q { version }',
        { operationName: 'S', variables: { r: '{{repository}}' } },
      ),
    ),
    untilItStands('1'),
    publish('one'),
    hear(1),
  ]),
  conversation('two subscriptions', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(subscribe('2', COMMENTS)),
    untilItStands('2'),
    publish('one'),
    hear(2),
  ]),
  conversation('numbers, one of them none', [
    ...ACKNOWLEDGED,
    say(subscribe('1', NUMBERS)),
    untilItStands('1', { source: 'numbers' }),
    publish(7, 'numbers'),
    hear(1),
    publish('seven', 'numbers'),
    hear(1),
    publish(null, 'numbers'),
    hear(1),
    publish(8, 'numbers'),
    hear(1),
  ]),
  conversation('complete', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(complete('1')),
    say(subscribe('2', COMMENTS)),
    untilItStands('2'),
    publish('one'),
    hear(1),
  ]),
  conversation('complete of an unknown id', [
    ...ACKNOWLEDGED,
    say(complete('unknown')),
    say(subscribe('1', VERSION)),
    hear(2),
  ]),
  conversation('complete twice', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(complete('1')),
    say(complete('1')),
    say(subscribe('2', VERSION)),
    hear(2),
  ]),
  conversation('complete of a finished query', [
    ...ACKNOWLEDGED,
    say(subscribe('1', VERSION)),
    hear(2),
    say(complete('1')),
    say(subscribe('2', VERSION)),
    hear(2),
  ]),
  conversation('an id again after its query', [
    ...ACKNOWLEDGED,
    say(subscribe('1', VERSION)),
    hear(2),
    say(subscribe('1', '{ again: __typename }')),
    hear(2),
  ]),
  conversation('an id again after its error', [
    ...ACKNOWLEDGED,
    say(subscribe('1', '{ nope }')),
    hear(1),
    say(subscribe('1', VERSION)),
    hear(2),
  ]),
  conversation('an id again after its complete', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(complete('1')),
    say(subscribe('2', VERSION)),
    hearTheEnd('2'),
    say(subscribe('1', NAMED_AGAIN)),
    untilItStands('1', { alias: 'again' }),
    publish('again'),
    hear(1),
  ]),
  fatal('a subscription with an id that is active', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(subscribe('1', COMMENTS)),
  ]),
  fatal('a query with an id that is active', [
    ...ACKNOWLEDGED,
    say(subscribe('1', COMMENTS)),
    untilItStands('1'),
    say(subscribe('1', VERSION)),
  ]),
  operation(
    'a subscription that its resolver refuses',
    subscribe('1', 'subscription { messageReceived { id } }'),
    [REFUSED_SUBSCRIPTION],
  ),
  operation(
    'a subscription without its variable',
    subscribe('1', 'subscription S($r: String!) { commentAdded(repoFullName: $r) { id } }'),
    [REFUSED_SUBSCRIPTION],
  ),
  operation(
    'a subscription with a variable of a wrong type',
    subscribe('1', 'subscription S($r: String!) { commentAdded(repoFullName: $r) { id } }', {
      variables: { r: {} },
    }),
    [REFUSED_SUBSCRIPTION],
  ),
  operation(
    'a subscription that is not valid',
    subscribe('1', 'subscription { commentAdded { id } }'),
  ),
  operation(
    'a subscription to two fields',
    subscribe('1', 'subscription { numberIncremented postCreated { id } }'),
  ),
  operation('a subscription to introspection', subscribe('1', 'subscription { __typename }')),
  operation(
    'a subscription whose root is skipped',
    subscribe('1', 'subscription { numberIncremented @skip(if: true) }'),
    [ROOT_DIRECTIVES],
  ),
];

/** Every rule of graphql-transport-ws, and every sort of broken frame. */
export const transportConversations: readonly Conversation[] = [
  ...connection,
  ...malformed,
  ...single,
  ...streams,
];

/** Conversations in which one of the two waits for seconds. */
export const slowTransportConversations: readonly Conversation[] = [
  conversation('no init in time', [hearTheClose], [NO_INIT_TIMEOUT]),
];
