import type { JsonObject } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import type { Identity } from '@skein/store';
import type { Access, AccessRequest, Authenticated, TokenSource } from './access.ts';
import { MAX_SESSION_BYTES, storedJson } from './session-json.ts';
import { type FoundToken, httpTokens } from './tokens.ts';

/** What `authenticate` came to. `message` is that of a thrown error, which the client gets; null where there is none. */
export type Admission =
  | { readonly outcome: 'admitted'; readonly identity: Identity }
  | { readonly outcome: 'refused'; readonly message: string | null };

export interface AuthenticateOptions<Session> {
  readonly access: Access<Session>;
  /** All tokens that the request brings; none asks once, with a null token. */
  readonly tokens: readonly FoundToken[];
  /** Where a token would have been. */
  readonly source: TokenSource;
  readonly connectionParams: JsonObject | null;
  readonly request: AccessRequest;
  readonly nowMs: number;
  readonly log: Log;
}

const REFUSED: Admission = { outcome: 'refused', message: null };

/** Everyone's identity where `authenticate` is null. */
export const NOBODY: Identity = { session: null, viewer: null, expiresAt: null };

/**
 * Asks the application whose credentials these are: at the upgrade, at init and over HTTP. Never throws.
 * A bad token anywhere refuses, and so do two that name different viewers; the first one's session counts.
 */
export async function authenticateRequest<Session>(
  options: AuthenticateOptions<Session>,
): Promise<Admission> {
  if (options.access.authenticate === null) return { outcome: 'admitted', identity: NOBODY };
  const asked =
    options.tokens.length > 0 ? options.tokens : [{ token: null, source: options.source }];

  let first: Identity | null = null;
  for (const { token, source } of asked) {
    const admission = await admit(options, token, source);
    if (admission.outcome === 'refused') return admission;
    if (first !== null && areDifferentViewers(first, admission.identity)) return REFUSED;
    first ??= admission.identity;
  }
  return first === null ? REFUSED : { outcome: 'admitted', identity: first };
}

/** Authenticates an HTTP request, with or without a token. */
export async function authenticateHttp<Session>(options: {
  readonly access: Access<Session>;
  readonly request: AccessRequest;
  readonly nowMs: number;
  readonly log: Log;
}): Promise<Admission> {
  const tokens = httpTokens(options.request);
  return authenticateRequest({ ...options, tokens, source: 'http', connectionParams: null });
}

/** Whether two identities name two viewers; one that names nobody differs from none. */
export function areDifferentViewers(one: Identity, other: Identity): boolean {
  return one.viewer !== null && other.viewer !== null && one.viewer !== other.viewer;
}

/** Whether the credentials behind an identity have ended. */
export function isExpired(identity: Identity | null, nowMs: number): boolean {
  const expiresAt = identity?.expiresAt ?? null;
  return expiresAt !== null && expiresAt * 1_000 <= nowMs;
}

async function admit<Session>(
  options: AuthenticateOptions<Session>,
  token: string | null,
  source: TokenSource,
): Promise<Admission> {
  const { access, connectionParams, request, log } = options;
  let answer: Authenticated<Session> | false | undefined;
  try {
    answer = await access.authenticate?.({ token, source, connectionParams, request });
  } catch (error) {
    // Its message is the client's: it may name the token.
    log.info('authenticate_threw', { source, error: error instanceof Error ? error.name : null });
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: 'refused', message: message === '' ? null : message };
  }
  // Untyped applications return null or nothing, too.
  if (!answer) return REFUSED;
  const identity = identityOf(access, answer, source, log);
  if (identity === null || isExpired(identity, options.nowMs)) return REFUSED;
  return { outcome: 'admitted', identity };
}

/** What is kept of an answer; null, and a line for the developer, where it can't be kept. */
function identityOf<Session>(
  access: Access<Session>,
  { session, expiresAt = null }: Authenticated<Session>,
  source: TokenSource,
  log: Log,
): Identity | null {
  try {
    const { json, bytes } = storedJson(session);
    // Nothing is stored of a session over HTTP.
    if (bytes > MAX_SESSION_BYTES && source !== 'http') {
      throw new Error(
        `A session takes at most ${MAX_SESSION_BYTES} bytes as JSON, not ${bytes}: let \`authenticate\` return an id, and load the rest in \`context\``,
      );
    }
    if (expiresAt !== null && !Number.isFinite(expiresAt)) {
      throw new Error('expiresAt is a number of seconds since the epoch, null or absent');
    }
    return { session: json, viewer: access.viewer(session), expiresAt };
  } catch (error) {
    log.error('session_unusable', { source, error });
    return null;
  }
}
