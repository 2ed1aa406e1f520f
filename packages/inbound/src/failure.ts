import { INTERNAL_ERROR } from '@skein/execution';
import { decode, frames, type Subprotocol, verdict } from '@skein/protocol';
import type { InboundMessage } from './inbound.ts';
import type { Reply } from './reply.ts';

/**
 * Tells the client that we failed: an `error` for the operation where there is one, else the end of the connection.
 * `spoken` is null where the failure came before the connection was read.
 */
export async function answerFailure(
  reply: Reply,
  message: InboundMessage,
  spoken: Subprotocol | null,
): Promise<void> {
  const subprotocol = spoken ?? likelySubprotocol(message.body);
  const decoded = decode(subprotocol, message.body);
  if (decoded.ok && decoded.message.type === 'subscribe') {
    await reply.post(frames(subprotocol).error(decoded.message.id, [INTERNAL_ERROR]));
    return;
  }
  if (decoded.ok && decoded.message.type === 'complete') {
    // A legacy client answers an `error` for an id that it gave up with another `stop`, which would fail again.
    if (subprotocol === 'graphql-ws') return;
    await reply.post(frames(subprotocol).error(decoded.message.id, [INTERNAL_ERROR]));
    return;
  }
  if (subprotocol === 'graphql-transport-ws') return reply.end(verdict(4500));
  return reply.end(frames('graphql-ws').connectionError(INTERNAL_ERROR.message));
}

/**
 * What a client probably speaks, by its frame alone. Both send `connection_init`, but legacy clients always with a
 * payload. In doubt it is the legacy one: its `connection_error` ends a client of either, while the fatal frame is an
 * uncaught exception in a legacy client.
 */
function likelySubprotocol(body: string): Subprotocol {
  const decoded = decode('graphql-transport-ws', body);
  if (!decoded.ok) return 'graphql-ws';
  const { message } = decoded;
  return message.type === 'connection_init' && message.payload !== null
    ? 'graphql-ws'
    : 'graphql-transport-ws';
}
