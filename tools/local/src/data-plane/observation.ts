/** What happened on a data plane: for logs and for whoever shows or counts it. */
export type Observation =
  | {
      readonly kind: 'connected';
      readonly connectionId: string;
      readonly subprotocol: string | null;
      readonly connectedAtMs: number;
    }
  | { readonly kind: 'refused'; readonly connectionId: string; readonly status: number }
  | { readonly kind: 'received' | 'sent'; readonly connectionId: string; readonly text: string }
  | {
      readonly kind: 'closed';
      readonly connectionId: string;
      readonly code: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'integration-failed';
      readonly connectionId: string;
      readonly routeKey: string;
      readonly error: unknown;
    };
