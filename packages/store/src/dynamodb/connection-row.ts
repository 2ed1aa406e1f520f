import type { Json } from '@skein/protocol';
import { canonicalJson } from '../canonical-json.ts';
import { connectionTtl } from '../lifetimes.ts';
import { CONNECTION_ROW_ID, operationHash } from '../row-id.ts';
import type { Connection, Identity, NewConnection } from '../store.ts';
import { type Item, number, readHashes, readNumber, readText, text } from './attributes.ts';
import { VERSION_ATTRIBUTE } from './format-version.ts';
import { readSubprotocol, subprotocolAttribute } from './subprotocol-attribute.ts';

const VIEWER_PREFIX = 'viewer#';

/**
 * Writes a connection's row. Beside the attributes that rows share: `k` connectedAt in milliseconds, `i` the session's
 * JSON (absent: nobody authenticated yet), `h` the JSON of the upgrade's headers that were kept (absent: none), `topic`
 * the viewer, so that the index lists a viewer's connections.
 * `acknowledged` (the init's message id) and the set `operations` (hashes of operation ids) come later.
 * It always carries its callback URL: `$disconnect` knows no default.
 */
export function encodeConnection(connection: NewConnection): Item {
  const { connectionId, callbackUrl, connectedAtMs, subprotocol, identity, stamp } = connection;
  const { upgradeHeaders = {} } = connection;
  return {
    connectionId: text(connectionId),
    id: text(CONNECTION_ROW_ID),
    ttl: number(connectionTtl(connectedAtMs)),
    v: VERSION_ATTRIBUTE,
    m: text(stamp.messageId),
    t: number(stamp.timeMs),
    k: number(connectedAtMs),
    c: text(callbackUrl),
    p: subprotocolAttribute(subprotocol),
    ...(Object.keys(upgradeHeaders).length > 0 && { h: text(JSON.stringify(upgradeHeaders)) }),
    ...(identity && encodeIdentity(identity)),
  };
}

/** The attributes of an identity: those that are absent are to be removed. */
export function encodeIdentity({ session, viewer, expiresAt }: Identity): Item {
  return {
    i: text(canonicalJson(session)),
    ...(expiresAt !== null && { e: number(expiresAt) }),
    ...(viewer !== null && { topic: text(VIEWER_PREFIX + viewer) }),
  };
}

/** Reads a connection's row; null where it is none. */
export function decodeConnection(item: Item): Connection | null {
  const connectionId = readText(item, 'connectionId');
  const callbackUrl = readText(item, 'c');
  const connectedAtMs = readNumber(item, 'k');
  if (connectionId === null || callbackUrl === null || connectedAtMs === null) return null;
  const operations = readHashes(item, 'operations');
  return {
    connectionId,
    callbackUrl,
    connectedAtMs,
    subprotocol: readSubprotocol(item),
    acknowledged: readText(item, 'acknowledged') !== null,
    identity: decodeIdentity(item),
    // Written by encodeConnection.
    upgradeHeaders: JSON.parse(readText(item, 'h') ?? '{}') as Connection['upgradeHeaders'],
    hasOperation: (operationId) => operations.has(operationHash(operationId).toString('base64url')),
  };
}

function decodeIdentity(item: Item): Identity | null {
  const session = readText(item, 'i');
  if (session === null) return null;
  const topic = readText(item, 'topic');
  return {
    // Written by encodeIdentity.
    session: JSON.parse(session) as Json,
    viewer: topic === null ? null : topic.slice(VIEWER_PREFIX.length),
    expiresAt: readNumber(item, 'e'),
  };
}
