import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Subprotocol } from '@skein/protocol';
import { type Item, readText, text } from './attributes.ts';

const LEGACY = 'l';
const TRANSPORT = 't';

/** Marshals a subprotocol. */
export function subprotocolAttribute(subprotocol: Subprotocol): AttributeValue {
  return text(subprotocol === 'graphql-ws' ? LEGACY : TRANSPORT);
}

/** Reads the subprotocol of a row; absent is graphql-transport-ws, which rows of subscriptions leave out. */
export function readSubprotocol(item: Item): Subprotocol {
  return readText(item, 'p') === LEGACY ? 'graphql-ws' : 'graphql-transport-ws';
}
