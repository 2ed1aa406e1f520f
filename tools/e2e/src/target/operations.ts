import type { Observation } from '@skein/local/data-plane';

/** Which operations each open connection asked for. */
export interface Operations {
  observe(observation: Observation): void;
  snapshot(): {
    readonly connections: readonly {
      readonly connectionId: string;
      readonly operations: readonly { readonly name: string | null }[];
    }[];
  };
}

/** Follows the frames that clients send. */
export function createOperations(): Operations {
  const connections = new Map<string, (string | null)[]>();
  return {
    observe: (observation) => {
      const { kind, connectionId } = observation;
      if (kind === 'connected') connections.set(connectionId, []);
      if (kind === 'closed') connections.delete(connectionId);
      if (kind === 'received') connections.get(connectionId)?.push(nameOf(observation.text));
    },
    snapshot: () => ({
      connections: [...connections].map(([connectionId, names]) => ({
        connectionId,
        operations: names.map((name) => ({ name })),
      })),
    }),
  };
}

/** The operation's name, which some clients give in the document alone; null where the frame is none that has one. */
function nameOf(frame: string): string | null {
  const named = /"operationName":\s*"(\w+)"/.exec(frame);
  return (named ?? /\b(?:subscription|query|mutation)\s+(\w+)/.exec(frame))?.[1] ?? null;
}
