import type { Observation } from './data-plane/index.ts';
import { type Frame, readFrame } from './read-frame.ts';

export interface HandshakeNoticesOptions {
  /** Whether a connection that was acknowledged has no session. */
  readonly isAnonymous: (connectionId: string) => Promise<boolean>;
  /** Gets a line. */
  readonly notice: (line: string) => void;
}

/** What a status of `$connect` says; others are failures, which the functions' log tells of. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'expected the subprotocol graphql-transport-ws or graphql-ws',
  401: '`authenticate` did not accept the token of the upgrade',
  403: 'a page of this origin may not connect',
};

/** A server's last frame to a client of graphql-transport-ws: `4403: Forbidden`. */
const VERDICT = /^(\d{4}): (.*)$/s;

/**
 * Makes what follows the frames of a data plane and says why clients do not get in, or not as whom they think: what a
 * client shows as a closed socket, or not at all. Parameters are named, their values never said.
 */
export function createHandshakeNotices(
  options: HandshakeNoticesOptions,
): (observation: Observation) => void {
  const { isAnonymous, notice } = options;
  /** Connections whose `connection_init` is not answered yet, with what its parameters want. */
  const unanswered = new Map<string, string | null>();

  const acknowledged = (connectionId: string): void => {
    const lacking = unanswered.get(connectionId) ?? null;
    unanswered.delete(connectionId);
    if (lacking === null) return;
    isAnonymous(connectionId).then(
      (isSo) => isSo && notice(`${lacking}: this client is anonymous`),
      (error) => notice(`${lacking}; whether the client is anonymous is not known: ${error}`),
    );
  };

  const refused = (connectionId: string, reason: string, what: string): void => {
    const lacking = unanswered.get(connectionId) ?? null;
    const subject = unanswered.delete(connectionId) ? 'init refused' : what;
    notice(`${subject}: ${reason}${lacking === null ? '' : ` (${lacking})`}`);
  };

  const sent = (connectionId: string, { type, payload }: Frame): void => {
    const [, code, reason] = (typeof type === 'string' && VERDICT.exec(type)) || [];
    if (type === 'connection_ack') acknowledged(connectionId);
    else if (type === 'connection_error')
      refused(connectionId, messageIn(payload), 'connection_error');
    else if (code !== undefined) refused(connectionId, `${code} ${reason}`, 'connection ended');
  };

  return (observation) => {
    const { connectionId } = observation;
    switch (observation.kind) {
      case 'refused': {
        const why = REFUSALS[observation.status];
        notice(`connect refused: ${observation.status}${why === undefined ? '' : ` (${why})`}`);
        break;
      }
      case 'received': {
        const { type, payload } = readFrame(observation.text);
        if (type === 'connection_init') unanswered.set(connectionId, lackingIn(payload));
        break;
      }
      case 'sent':
        sent(connectionId, readFrame(observation.text));
        break;
      case 'closed':
        unanswered.delete(connectionId);
    }
  };
}

/** What to say of parameters that have no `authorization`; null where they have, or where there are none. */
function lackingIn(payload: unknown): string | null {
  const names = typeof payload === 'object' && payload !== null ? Object.keys(payload) : [];
  if (names.length === 0 || names.some((name) => name.toLowerCase() === 'authorization')) {
    return null;
  }
  return `connection_init brought ${names.join(', ')}, but no authorization, which is where a token is looked for`;
}

function messageIn(payload: unknown): string {
  const { message } = (payload ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : 'no reason given';
}
