import type { Subprotocol } from '@skein/protocol';
import {
  type Conversation,
  hear,
  hearTheEnd,
  publish,
  type Step,
  say,
  untilItStands,
} from './conversation.ts';
import type { Difference } from './difference.ts';
import { MISTAKE_MENDED, NO_ERROR_NAME, NO_SOURCE } from './permitted-sources.ts';

const IN_ROOM = { source: 'room' } as const;

/** Sources of every sort: what they yield of their own, how they end, and how they fail. */
export function sourceConversations(subprotocol: Subprotocol): readonly Conversation[] {
  const isLegacy = subprotocol === 'graphql-ws';
  const failure = isLegacy ? [NO_ERROR_NAME] : [];
  const subscribe = (id: string, field: string): Step => {
    const query = `subscription { ${field} }`;
    const type = isLegacy ? 'start' : 'subscribe';
    return say({ type, id, payload: { query } });
  };
  const conversation = (
    name: string,
    steps: readonly Step[],
    permits: readonly Difference[] = [],
  ): Conversation => ({
    name,
    subprotocol,
    steps: [say({ type: 'connection_init', payload: {} }), hear(1), ...steps],
    permits,
  });
  const standing = (field: string): readonly Step[] => [
    subscribe('1', `${field}(room: "{{repository}}")`),
    untilItStands('1', IN_ROOM),
  ];
  return [
    conversation('a plain source', [...standing('plain'), publish(5, 'room'), hear(1)]),
    conversation('a resolver that throws at one event', [
      ...standing('resolved'),
      publish(5, 'room'),
      hear(1),
      publish(-5, 'room'),
      hear(1),
      publish(6, 'room'),
      hear(1),
    ]),
    conversation(
      'a generator that throws at one event',
      [
        ...standing('generated'),
        publish(5, 'room'),
        hear(1),
        publish(-5, 'room'),
        hearTheEnd('1'),
        // The id is free again, and nothing is left of the operation that had it.
        subscribe('1', 'plain(room: "{{repository}}")'),
        untilItStands('1', { ...IN_ROOM, alias: 'plain' }),
        publish(6, 'room'),
        hear(1),
      ],
      failure,
    ),
    conversation('a value before the first event', [
      subscribe('1', 'greeting(room: "{{repository}}")'),
      hear(1),
      untilItStands('1', IN_ROOM),
      publish(5, 'room'),
      hear(1),
    ]),
    conversation('a source that ends', [subscribe('1', 'brief'), hearTheEnd('1')]),
    conversation(
      'a source that throws before it waits',
      [subscribe('1', 'broken'), hearTheEnd('1'), subscribe('1', 'brief'), hearTheEnd('1')],
      failure,
    ),
    conversation(
      'a resolver that returns no source',
      [subscribe('1', 'sourceless'), hearTheEnd('1')],
      isLegacy ? [MISTAKE_MENDED] : [NO_SOURCE, MISTAKE_MENDED],
    ),
  ];
}
