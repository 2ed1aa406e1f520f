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
  INIT_COMES_FIRST,
  idIsRequired,
  located,
  NO_ALIASES,
  PING_IS_ANSWERED,
  PLAIN_CLOSE,
  REFUSED_SUBSCRIPTION,
  SILENT_REPLACEMENT,
  STOP_NEEDS_AN_ID,
  unidentified,
  worded,
} from './permitted-legacy.ts';

const init = { type: 'connection_init', payload: {} };
const ACKNOWLEDGED: readonly Step[] = [say(init), hear(1)];
const VERSION = '{ __typename }';
const TWO = 'query One { __typename } query Two { version two: __typename }';
const ADD =
  'mutation Add($content: String!) { addComment(repoFullName: "{{repository}}", author: "ada", content: $content) { author content } }';
const NAMED =
  'subscription S($r: String!) { c: commentAdded(repoFullName: $r) { ...F } } fragment F on Comment { content __typename } query Q { version }';
const ONE_VARIABLE = 'subscription S($r: String!) { commentAdded(repoFullName: $r) { id } }';

function start(id: unknown, query: unknown, rest: Readonly<Record<string, unknown>> = {}) {
  return { type: 'start', id, payload: { query, ...rest } };
}

const stop = (id: unknown) => ({ type: 'stop', id });

function conversation(
  name: string,
  steps: readonly Step[],
  permits: readonly Difference[] = [],
): Conversation {
  return { name, steps, permits, subprotocol: 'graphql-ws' };
}

/** One operation on an acknowledged connection. */
function operation(
  name: string,
  frame: { readonly id: unknown },
  permits: readonly Difference[] = [],
): Conversation {
  const steps = [...ACKNOWLEDGED, say(frame), hearTheEnd(String(frame.id))];
  return conversation(name, steps, permits);
}

/** A frame that is no message, on an acknowledged connection that goes on. */
function broken(name: string, frame: unknown, permits: readonly Difference[] = []): Conversation {
  const steps = [
    ...ACKNOWLEDGED,
    say(frame),
    hear(1),
    say(start('after', VERSION)),
    hearTheEnd('after'),
  ];
  return conversation(name, steps, permits);
}

const connection: readonly Conversation[] = [
  conversation('init', ACKNOWLEDGED),
  conversation('init without a payload', [say({ type: 'connection_init' }), hear(1)]),
  conversation('init with a null payload', [say({ ...init, payload: null }), hear(1)]),
  conversation('a second init', [...ACKNOWLEDGED, say(init), hear(1)]),
  conversation(
    'a bad token at init',
    [say({ ...init, payload: { authorization: 'nonsense' } }), hearTheClose],
    [PLAIN_CLOSE],
  ),
  conversation('start right behind init', [
    say(init, start('1', VERSION)),
    hear(1),
    hearTheEnd('1'),
  ]),
  conversation(
    'connection_terminate',
    [...ACKNOWLEDGED, say({ type: 'connection_terminate' }), hearTheClose],
    [PLAIN_CLOSE],
  ),
];

const malformed: readonly Conversation[] = [
  broken('no JSON', '{"type":'),
  broken('an empty text', ''),
  broken('null', 'null', [
    worded(
      "Cannot read properties of null (reading 'type')",
      'Message is expected to be an object, but got null',
    ),
  ]),
  broken('a number', '5'),
  broken('a string', '"start"'),
  broken('a list', '[{"type":"start"}]'),
  broken('an object without a type', {}),
  broken('a type that is a number', { type: 5 }),
  broken('an unknown type', { type: 'unknown' }),
  broken('an unknown type with an id', { type: 'unknown', id: '1' }),
  broken('a type of Object.prototype', { type: 'constructor', id: '1' }),
  broken('ping, which does not exist', { type: 'ping' }, [PING_IS_ANSWERED]),
  broken('subscribe of the other subprotocol', { ...start('1', VERSION), type: 'subscribe' }),
  broken('complete of the other subprotocol', { type: 'complete', id: '1' }),
  broken("connection_ack, which is a server's", { type: 'connection_ack' }),
  broken('an alias of older servers', { ...start('1', VERSION), type: 'subscription_start' }, [
    NO_ALIASES,
  ]),
  broken('start without a payload', { type: 'start', id: '1' }, [
    worded(
      "Cannot read properties of undefined (reading 'query')",
      `"start" message expects the 'payload' property to be an object, but got undefined`,
    ),
  ]),
  broken('start with a null payload', { type: 'start', id: '1', payload: null }, [
    worded(
      "Cannot read properties of null (reading 'query')",
      `"start" message expects the 'payload' property to be an object, but got null`,
    ),
  ]),
  broken('start without a query', { type: 'start', id: '1', payload: {} }, [
    worded(
      'Must provide document.',
      `"start" message expects the 'payload.query' property to be a string, but got undefined`,
    ),
  ]),
  broken('start with a query that is a number', start('1', 5), [
    worded(
      'context.getDocument.definitions is not iterable',
      `"start" message expects the 'payload.query' property to be a string, but got number`,
    ),
  ]),
  broken('start with a text as variables', start('1', VERSION, { variables: 'x' }), [
    worded(
      'Variables must be provided as an Object where each property is a variable value. Perhaps look to see if an unparsed JSON string was provided.',
      `"start" message expects the 'payload.variables' property to be an object, but got string`,
    ),
  ]),
  broken('start without an id', { type: 'start', payload: { query: VERSION } }, [
    idIsRequired(`"start" message expects the 'id' property to be a string, but got undefined`),
  ]),
  broken('start with an empty id', start('', VERSION), [
    idIsRequired(`"start" message requires a non-empty 'id' property`),
  ]),
];

const single: readonly Conversation[] = [
  operation('a query', start('1', VERSION)),
  operation('a query with everything', start('1', TWO, { operationName: 'Two', variables: {} })),
  operation('a query with nulls', start('1', VERSION, { operationName: null, variables: null })),
  operation('a mutation', start('1', ADD, { variables: { content: 'x' } })),
  operation('a mutation without its variable', start('1', ADD)),
  operation('a variable of a wrong type', start('1', ADD, { variables: { content: 5 } })),
  operation('a validation error', start('1', '{ nope }')),
  operation('several validation errors', start('1', '{ nope version { x } ...Missing }')),
  operation('an unknown operation name', start('1', TWO, { operationName: 'Three' }), [
    unidentified('Unknown operation named "Three".'),
  ]),
  operation('several operations and no name', start('1', TWO), [
    unidentified('Must provide operation name if query contains multiple operations.'),
  ]),
  operation('a document without operations', start('1', 'fragment F on Query { version }')),
  operation('a syntax error', start('1', '{'), [located({ line: 1, column: 2 })]),
  operation('an empty query', start('1', ''), [located({ line: 1, column: 1 })]),
  conversation('queries side by side', [
    ...ACKNOWLEDGED,
    say(start('1', VERSION), start('2', '{ two: __typename }')),
    hearTheEnd('1', '2'),
  ]),
  ...['constructor', 'a#b', 'é😀', ' ', 'x'.repeat(128)].map((id) =>
    operation(`the id ${id.slice(0, 12)}`, start(id, VERSION)),
  ),
];

const streams: readonly Conversation[] = [
  conversation('a subscription', [
    ...ACKNOWLEDGED,
    say(start('1', COMMENTS)),
    untilItStands('1'),
    publish('one'),
    hear(1),
    publish('two'),
    hear(1),
  ]),
  conversation('a subscription with a name, a variable, an alias and a fragment', [
    ...ACKNOWLEDGED,
    say(start('1', NAMED, { operationName: 'S', variables: { r: '{{repository}}' } })),
    untilItStands('1'),
    publish('one'),
    hear(1),
  ]),
  conversation('two subscriptions', [
    ...ACKNOWLEDGED,
    say(start('1', COMMENTS)),
    untilItStands('1'),
    say(start('2', COMMENTS)),
    untilItStands('2'),
    publish('one'),
    hear(2),
  ]),
  conversation('numbers, one of them none', [
    ...ACKNOWLEDGED,
    say(start('1', NUMBERS)),
    untilItStands('1', { source: 'numbers' }),
    publish(7, 'numbers'),
    hear(1),
    publish('seven', 'numbers'),
    hear(1),
    publish(8, 'numbers'),
    hear(1),
  ]),
  conversation('stop', [
    ...ACKNOWLEDGED,
    say(start('1', COMMENTS)),
    untilItStands('1'),
    say(stop('1')),
    hearTheEnd('1'),
    say(start('2', COMMENTS)),
    untilItStands('2'),
    publish('one'),
    hear(1),
  ]),
  conversation('stop of an unknown id', [
    ...ACKNOWLEDGED,
    say(stop('unknown')),
    say(start('1', VERSION)),
    hearTheEnd('1'),
  ]),
  conversation('stop twice', [
    ...ACKNOWLEDGED,
    say(start('1', COMMENTS)),
    untilItStands('1'),
    say(stop('1')),
    hearTheEnd('1'),
    say(stop('1')),
    say(start('2', VERSION)),
    hearTheEnd('2'),
  ]),
  conversation('an id again after its stop', [
    ...ACKNOWLEDGED,
    say(start('1', COMMENTS)),
    untilItStands('1'),
    say(stop('1')),
    hearTheEnd('1'),
    say(start('1', COMMENTS)),
    untilItStands('1'),
    publish('again'),
    hear(1),
  ]),
  conversation(
    'a subscription with an id that is active',
    [
      ...ACKNOWLEDGED,
      say(start('1', COMMENTS)),
      untilItStands('1'),
      say(start('1', NAMED, { operationName: 'S', variables: { r: '{{repository}}' } })),
      say(start('2', VERSION)),
      hearTheEnd('2'),
      untilItStands('1', { alias: 'c' }),
      publish('one'),
      hear(1),
    ],
    [SILENT_REPLACEMENT],
  ),
  conversation(
    'a query with an id that is active',
    [
      ...ACKNOWLEDGED,
      say(start('1', COMMENTS)),
      untilItStands('1'),
      say(start('1', VERSION), start('2', VERSION)),
      hearTheEnd('1', '2'),
      publish('one'),
    ],
    [SILENT_REPLACEMENT],
  ),
  operation(
    'a subscription that its resolver refuses',
    start('1', 'subscription { messageReceived { id } }'),
    [REFUSED_SUBSCRIPTION],
  ),
  operation('a subscription without its variable', start('1', ONE_VARIABLE), [
    REFUSED_SUBSCRIPTION,
  ]),
  operation(
    'a subscription with a variable of a wrong type',
    start('1', ONE_VARIABLE, { variables: { r: {} } }),
    [REFUSED_SUBSCRIPTION],
  ),
  operation('a subscription that is not valid', start('1', 'subscription { commentAdded { id } }')),
  operation(
    'a subscription to two fields',
    start('1', 'subscription { numberIncremented postCreated { id } }'),
  ),
  operation('a subscription to introspection', start('1', 'subscription { __typename }')),
];

/** Every rule of the legacy subprotocol, and every sort of broken frame. */
export const legacyConversations: readonly Conversation[] = [
  ...connection,
  ...malformed,
  ...single,
  ...streams,
];

/** Conversations in which one of the two waits for seconds. */
export const slowLegacyConversations: readonly Conversation[] = [
  conversation(
    'stop without an id',
    [...ACKNOWLEDGED, say({ type: 'stop' }), hear(1)],
    [STOP_NEEDS_AN_ID],
  ),
  conversation(
    'start without init',
    [say(start('1', VERSION)), hearTheEnd('1')],
    [INIT_COMES_FIRST],
  ),
];
