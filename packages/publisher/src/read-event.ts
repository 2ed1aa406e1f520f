import { decodeEnvelope, type EventEnvelope, type PublishedEvent } from '@skein/pubsub';
import type { PublisherApp } from './app.ts';
import type { ParkReason } from './ports.ts';

/** An event that can be delivered, or why it can't be; `topic` is its label, where it has one. */
export type ReadEvent =
  | { readonly ok: true; readonly event: PublishedEvent }
  | {
      readonly ok: false;
      readonly topic: string | null;
      readonly reason: ParkReason;
      readonly detail: string;
    };

/** Reads an SNS message: the envelope, else what the application makes of it; then its payload. Never rejects. */
export async function readEvent<DeliverySession>(
  app: Pick<PublisherApp<DeliverySession>, 'decodeEvent' | 'pubsub'>,
  text: string,
): Promise<ReadEvent> {
  const decoded = decode(app, text);
  if ('reason' in decoded) return { ok: false, topic: null, ...decoded };
  try {
    const received = await app.pubsub.receive(decoded);
    if (received.ok) return received;
    const reason = decoded.complete === undefined ? 'bad-payload' : 'bad-envelope';
    return { ok: false, topic: decoded.topic, reason, detail: received.reason };
  } catch (error) {
    // A payload schema is the application's code, and may throw in place of reporting issues.
    return { ok: false, topic: decoded.topic, reason: 'bad-payload', detail: thrown(error) };
  }
}

interface Undecoded {
  readonly reason: 'not-json' | 'bad-envelope';
  readonly detail: string;
}

function decode(
  { decodeEvent }: { readonly decodeEvent: PublisherApp['decodeEvent'] },
  text: string,
): EventEnvelope | Undecoded {
  const decoded = decodeEnvelope(text);
  if (decoded.ok) return decoded.envelope;
  const { problem: reason, detail } = decoded;
  if (decodeEvent === null) return { reason, detail };
  try {
    return decodeEvent(text) ?? { reason, detail };
  } catch (error) {
    return { reason, detail: `${detail}; decodeEvent threw ${thrown(error)}` };
  }
}

/** The name alone: a message may quote the payload. */
function thrown(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
