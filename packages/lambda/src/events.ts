// The events that AWS invokes the handlers with, as far as they are read. `@types/aws-lambda` is wrong for WebSockets: no
// headers, no identity, no disconnect code. Sources: API Gateway's developer guide (WebSocket APIs), Lambda's (SNS, SQS).

/** The `requestContext` of a WebSocket API's events. */
export interface WebSocketContext {
  readonly connectionId: string;
  readonly apiId?: string;
  readonly stage?: string;
  readonly domainName?: string;
  readonly requestId: string;
  /** Of messages only. */
  readonly messageId?: string;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
  /** Milliseconds since the epoch. */
  readonly requestTimeEpoch: number;
  readonly identity?: { readonly sourceIp?: string | null; readonly userAgent?: string | null };
  /** What a REQUEST authorizer returned, as strings. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  /** Of $disconnect only. */
  readonly disconnectStatusCode?: number;
  readonly disconnectReason?: string;
}

/** Headers or parameters, by name. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** The same, with every value of each. */
export type MultiValues =
  | Readonly<Record<string, readonly string[] | undefined>>
  | null
  | undefined;

/** `$connect`: the upgrade. */
export interface ConnectEvent {
  readonly requestContext: WebSocketContext;
  /** Names as the client spelt them. */
  readonly headers?: Texts | null;
  readonly multiValueHeaders?: MultiValues;
  readonly queryStringParameters?: Texts | null;
  readonly multiValueQueryStringParameters?: MultiValues;
}

/** `$default`: a client's message. */
export interface MessageEvent {
  readonly requestContext: WebSocketContext;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** `$disconnect`. */
export interface DisconnectEvent {
  readonly requestContext: WebSocketContext;
}

/** A `body` is dropped: routes here have no route response. */
export interface WebSocketAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Messages of an SNS topic. */
export interface SnsEvent {
  readonly Records: readonly {
    readonly Sns: {
      readonly Message: string;
      readonly MessageId: string;
      /** ISO 8601. */
      readonly Timestamp: string;
    };
  }[];
}

/** A batch of an SQS queue. */
export interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Which messages of a batch stay in the queue. */
export interface SqsAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** HTTP API, payload format 2.0. */
export interface HttpEvent {
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly headers?: Texts | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: {
      readonly method: string;
      readonly sourceIp?: string;
      readonly userAgent?: string;
    };
    readonly authorizer?: { readonly lambda?: Readonly<Record<string, unknown>> };
  };
}

/** The answer to an HTTP API. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lambda's context, as far as it is read. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}
