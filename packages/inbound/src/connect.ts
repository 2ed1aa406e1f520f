import { negotiate } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import type { Store } from '@skein/store';
import type { Access } from './access.ts';
import { type Admission, authenticateRequest } from './authenticate.ts';
import type { ConnectAnswer, ConnectRequest, Runtime } from './inbound.ts';
import { keptHeaders, MAX_KEPT_HEADERS_BYTES } from './kept-headers.ts';
import { upgradeTokens } from './tokens.ts';

export interface ConnectOptions<Session> {
  readonly access: Access<Session>;
  readonly store: Store;
  readonly log: Log;
  readonly runtime: Runtime;
}

/**
 * Makes what answers an upgrade: chooses the subprotocol, authenticates if a token is there, and stores the connection.
 * Never rejects: an upgrade that fails is answered, for it is the last thing that a client with default options hears.
 */
export function createConnect<Session>(
  options: ConnectOptions<Session>,
): (request: ConnectRequest) => Promise<ConnectAnswer> {
  const { log } = options;
  return async (request) => {
    try {
      return await connect(options, request);
    } catch (error) {
      log.error('connect_failed', { connectionId: request.connectionId, error });
      return { status: 500, message: 'Internal server error' };
    }
  };
}

async function connect<Session>(
  options: ConnectOptions<Session>,
  request: ConnectRequest,
): Promise<ConnectAnswer> {
  const { access, store, log } = options;
  const { connectionId, connectedAtMs, callbackUrl } = request;

  const chosen = negotiate(request.offers);
  if (!chosen.ok) {
    log.info('connect_refused', { connectionId, status: 400 });
    return { status: 400, message: chosen.message };
  }

  const admission = await authenticateUpgrade(options, request);
  if (admission?.outcome === 'refused') {
    log.info('connect_refused', { connectionId, status: 401 });
    return { status: 401, message: admission.message ?? 'Unauthorized' };
  }

  const upgradeHeaders = keptHeaders(access, request.request);
  if (upgradeHeaders === null) {
    log.warn('upgrade_headers_too_long', { connectionId, status: 400 });
    const names = access.upgradeHeaders?.join(', ');
    const limit = `${MAX_KEPT_HEADERS_BYTES} bytes`;
    return { status: 400, message: `The headers ${names} take at most ${limit} together` };
  }

  await store.connect({
    connectionId,
    callbackUrl,
    connectedAtMs,
    subprotocol: chosen.subprotocol,
    identity: admission?.identity ?? null,
    upgradeHeaders,
    stamp: { messageId: request.requestId, timeMs: request.timeMs },
  });
  log.debug('connected', { connectionId, subprotocol: chosen.subprotocol });
  return { status: 200, subprotocol: chosen.header };
}

/** Null where no token asks: who comes without one is asked at init. */
async function authenticateUpgrade<Session>(
  { access, log, runtime }: ConnectOptions<Session>,
  { request }: ConnectRequest,
): Promise<Admission | null> {
  const tokens = upgradeTokens(request);
  if (tokens.length === 0 || access.authenticate === null) return null;
  if (access.upgradeTokens === 'ignore') return null;
  return authenticateRequest({
    access,
    tokens,
    source: 'header',
    connectionParams: null,
    request,
    nowMs: runtime.nowMs(),
    log,
  });
}
