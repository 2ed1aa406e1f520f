import type { Observation } from './data-plane/index.ts';
import { type Frame, readFrame } from './read-frame.ts';

/** What is connected and what was delivered, as the console page shows it. */
interface ActivitySnapshot {
  readonly connections: readonly ConnectionActivity[];
  /** Since the start. */
  readonly totals: {
    readonly connected: number;
    readonly delivered: number;
    readonly closed: number;
  };
}

interface ConnectionActivity {
  readonly connectionId: string;
  readonly subprotocol: string | null;
  readonly connectedAtMs: number;
  /** Running operations; the name is the operation's, or its first field's. */
  readonly operations: readonly { readonly id: string; readonly name: string | null }[];
  /** Results sent to it. */
  readonly delivered: number;
}

/** Follows the frames of a data plane. */
export interface Activity {
  observe(observation: Observation): void;
  snapshot(): ActivitySnapshot;
  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void;
}

interface Tracked {
  readonly subprotocol: string | null;
  readonly connectedAtMs: number;
  readonly operations: Map<string, string | null>;
  delivered: number;
}

/** Makes an activity on which nothing happened yet. */
export function createActivity(): Activity {
  const connections = new Map<string, Tracked>();
  const totals = { connected: 0, delivered: 0, closed: 0 };
  const listeners = new Set<() => void>();

  function observe(observation: Observation): void {
    const changed = follow(observation);
    if (changed) for (const listener of listeners) listener();
  }

  function follow(observation: Observation): boolean {
    const { connectionId } = observation;
    if (observation.kind === 'connected') {
      const { subprotocol, connectedAtMs } = observation;
      totals.connected += 1;
      const tracked = { subprotocol, connectedAtMs, operations: new Map(), delivered: 0 };
      connections.set(connectionId, tracked);
      return true;
    }
    const connection = connections.get(connectionId);
    if (connection === undefined) return false;
    switch (observation.kind) {
      case 'closed':
        totals.closed += 1;
        return connections.delete(connectionId);
      case 'received':
        return followClient(connection, readFrame(observation.text));
      case 'sent': {
        const isResult = followServer(connection, readFrame(observation.text));
        if (isResult) totals.delivered += 1;
        return true;
      }
      default:
        return false;
    }
  }

  return {
    observe,
    snapshot: () => ({
      connections: [...connections].map(([connectionId, { operations, ...rest }]) => ({
        connectionId,
        ...rest,
        operations: [...operations].map(([id, name]) => ({ id, name })),
      })),
      totals: { ...totals },
    }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function followClient({ operations }: Tracked, { type, id, payload }: Frame): boolean {
  if (typeof id !== 'string') return false;
  switch (type) {
    case 'subscribe':
    case 'start':
      operations.set(id, operationName(payload));
      return true;
    case 'complete':
    case 'stop':
      return operations.delete(id);
    default:
      return false;
  }
}

/** True for a result. */
function followServer(connection: Tracked, { type, id }: Frame): boolean {
  switch (type) {
    case 'next':
    case 'data':
      connection.delivered += 1;
      return true;
    case 'complete':
    case 'error':
      connection.operations.delete(String(id));
      return false;
    default:
      return false;
  }
}

function operationName(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  if ('operationName' in payload && typeof payload.operationName === 'string') {
    return payload.operationName;
  }
  const query = 'query' in payload && typeof payload.query === 'string' ? payload.query : '';
  const named = /^\s*(?:subscription|query|mutation)\s+(\w+)/.exec(query);
  return (named ?? /\{\s*(\w+)/.exec(query))?.[1] ?? null;
}
