/** What reaches subscribers of a topic: an event, or the end of their subscription. */
export type PublishedEvent = PayloadEvent | CompletionEvent;

/** The payload is what the topic's schema made of the JSON that was published. */
export interface PayloadEvent {
  readonly kind: 'payload';
  readonly label: string;
  readonly payload: unknown;
  /** The topic's declared keys that this payload has a value for, in the string form that keys are compared in. */
  readonly keyValues: ReadonlyMap<string, string>;
}

/** Ends the sources that gave exactly these keys. */
export interface CompletionEvent {
  readonly kind: 'completion';
  readonly label: string;
  readonly keyValues: ReadonlyMap<string, string>;
}

/** The one JSON message that announces an event on the SNS topic. */
export interface EventEnvelope {
  readonly topic: string;
  readonly payload?: unknown;
  /** In place of a payload: ends the subscriptions that gave exactly these keys; `{}` are those that gave none. */
  readonly complete?: Readonly<Record<string, string | number | boolean>>;
  readonly id?: string;
  /** When it happened, ISO 8601 by convention; not looked at. */
  readonly time?: string;
  readonly traceparent?: string;
  /** Reserved for tenants. */
  readonly scope?: string;
}

/** Announces events: SNS in a Lambda, memory in a test. Resolves once the event is accepted. */
export interface EventTransport {
  publish(envelope: EventEnvelope, text: string): Promise<void>;
}
