/** API Gateway's quotas for WebSocket APIs. */
export interface Limits {
  /** One inbound frame. @default 32 KB */
  readonly frameBytes: number;
  /** One message, inbound or posted. @default 128 KB */
  readonly messageBytes: number;
  /** Without a message in either direction. @default 10 minutes */
  readonly idleMs: number;
  /** A connection's whole life. @default 2 hours */
  readonly durationMs: number;
  /** How long an integration may take. @default 29 s */
  readonly integrationMs: number;
  /** The upgrade's URL. @default 4,096 characters */
  readonly urlCharacters: number;
  /** An authorizer's result. @default 8 KB */
  readonly authorizerResultBytes: number;
  /** What may wait for a slow client before posts to it answer 429. @default 1 MB */
  readonly sendBufferBytes: number;
}

/** The defaults of `Limits`: the published quotas, but for the send buffer, whose size is not documented. */
export const DEFAULT_LIMITS: Limits = {
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  idleMs: 10 * 60 * 1000,
  durationMs: 2 * 60 * 60 * 1000,
  integrationMs: 29_000,
  urlCharacters: 4096,
  authorizerResultBytes: 8 * 1024,
  sendBufferBytes: 1024 * 1024,
};
