import { canonicalJson } from './canonical-json.ts';
import { operationRowId } from './row-id.ts';
import type { Identity, NewSubscription } from './store.ts';
import { RowTooLargeError } from './store-error.ts';
import { referSession, referVariables } from './text-reference.ts';

/** The longest session, in UTF-8 bytes of its JSON. */
const MAX_SESSION_BYTES = 1024;

/**
 * The most that the texts of one subscription's row may take, in UTF-8 bytes. With attribute names, numbers and hashes
 * a row of the index stays within 1 KB: a write unit of the table and of the index.
 */
const MAX_ROW_TEXT_BYTES = 900;

/** Throws `RowTooLargeError` if a row of the subscription would be over 1 KB. */
export function assertSubscriptionFits(
  subscription: NewSubscription,
  defaultCallbackUrl: string | null,
): void {
  const { connectionId, operationId, operationName, callbackUrl, topics, stamp } = subscription;
  const topicBytes = Math.max(...topics.map(bytes));
  const total =
    bytes(connectionId) +
    bytes(operationRowId(operationId)) +
    bytes(operationName ?? '') +
    bytes(callbackUrl === defaultCallbackUrl ? '' : callbackUrl) +
    topicBytes +
    // The range keys of further topics repeat the message id.
    2 * bytes(stamp.messageId) +
    referredBytes(referVariables(subscription.variables)) +
    referredBytes(referSession(subscription.deliverySession));
  if (total <= MAX_ROW_TEXT_BYTES) return;
  throw new RowTooLargeError(
    `A subscription's row takes at most ${MAX_ROW_TEXT_BYTES} bytes of text, this one has ${total}: ` +
      `operation name ${bytes(operationName ?? '')}, longest topic ${topicBytes}`,
  );
}

/** Throws `RowTooLargeError` if the session, or the viewer as a key of the index, is too long to be kept. */
export function assertIdentityFits(identity: Identity | null): void {
  if (identity === null) return;
  const session = bytes(canonicalJson(identity.session));
  if (session > MAX_SESSION_BYTES) {
    throw new RowTooLargeError(
      `A session takes at most ${MAX_SESSION_BYTES} bytes, this one has ${session}`,
    );
  }
  const viewer = bytes(identity.viewer ?? '');
  if (viewer > MAX_ROW_TEXT_BYTES) {
    throw new RowTooLargeError(
      `A viewer takes at most ${MAX_ROW_TEXT_BYTES} bytes, this one has ${viewer}`,
    );
  }
}

function referredBytes(text: ReturnType<typeof referVariables>): number {
  return 'json' in text.reference ? bytes(text.reference.json) : 0;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
