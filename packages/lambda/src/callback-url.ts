import { callbackUrl } from '@skein/sockets';
import type { WebSocketContext } from './events.ts';

/** The `@connections` endpoint of the connection that an event is about: `CONNECTIONS_URL` where that is set, else its own. */
export const callbackUrlOf = (
  { domainName, apiId, stage }: WebSocketContext,
  connectionsUrl: string | null,
): string =>
  connectionsUrl ??
  callbackUrl({ domainName: domainName ?? '', apiId: apiId ?? '', stage: stage ?? '' });
