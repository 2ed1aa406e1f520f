/** An event as it reaches subscribers: the payload is what the topic's schema made of the JSON that was published. */
export interface PublishedEvent {
  readonly label: string;
  readonly payload: unknown;
  /** The topic's declared keys that this payload has a value for, in the string form that keys are compared in. */
  readonly keyValues: ReadonlyMap<string, string>;
}

/** The one JSON message that announces an event on the SNS topic. */
export interface EventEnvelope {
  readonly topic: string;
  readonly payload?: unknown;
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
