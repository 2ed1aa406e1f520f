import type { Negotiation, Subprotocol } from './messages.ts';

/** What is spoken after each name, in order of preference. `graphql` is the name of the first AWS servers of this kind. */
const SPOKEN_BY_NAME: readonly (readonly [name: string, subprotocol: Subprotocol])[] = [
  ['graphql-transport-ws', 'graphql-transport-ws'],
  ['graphql-ws', 'graphql-ws'],
  ['graphql', 'graphql-ws'],
];

/**
 * Chooses the subprotocol of an upgrade from every `Sec-WebSocket-Protocol` value that it offered, lists unsplit.
 * The name returned is one that the client offered, else no standard client connects. No offer gets legacy frames and
 * no header; an offer of unknown names alone is refused.
 */
export function negotiate(offers: readonly string[]): Negotiation {
  const names = offers.flatMap((offer) => offer.split(',')).map((name) => name.trim());
  const offered = new Set(names.filter((name) => name !== ''));
  if (offered.size === 0) return { ok: true, subprotocol: 'graphql-ws', header: null };

  const choice = SPOKEN_BY_NAME.find(([name]) => offered.has(name));
  if (choice === undefined) return { ok: false, message: 'Subprotocol not acceptable' };
  const [header, subprotocol] = choice;
  return { ok: true, subprotocol, header };
}
