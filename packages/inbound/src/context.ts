import type { Json } from '@skein/protocol';
import type { InboundApp, Operation, RequestContextInput } from './app.ts';

/**
 * Builds what resolvers see of an execution, over HTTP and on a socket: anew each time, never stored.
 * `session` is the JSON of what `authenticate` returned.
 */
export async function requestContext<Session, DeliverySession>({
  app,
  phase = 'request',
  session,
  operation,
  headers = {},
}: {
  readonly app: Pick<InboundApp<Session, DeliverySession>, 'context'>;
  readonly phase?: RequestContextInput<Session>['phase'];
  readonly session: Json;
  readonly operation: Operation;
  readonly headers?: Readonly<Record<string, string>>;
}): Promise<unknown> {
  return app.context({ phase, session: session as Session, operation, headers });
}
