import type { FormattedExecutionResult } from 'graphql';
import type { Client, Sink } from 'graphql-ws';

/** A subscription whose tab was left while it ran. */
export interface KeptSubscription {
  readonly id: number;
  readonly tab: string;
  readonly name: string;
  /** Results since the tab was left. */
  readonly received: number;
  /** The newest of them; null before the first. */
  readonly latest: unknown;
  readonly stop: () => void;
}

/** The tabs of GraphiQL, by its ids for them. */
interface OpenTabs {
  readonly ids: readonly string[];
  readonly active: string | null;
}

/**
 * Lets subscriptions outlive a change of tab. GraphiQL stops what runs when another tab is chosen, so that nobody would see
 * the event that a mutation in the next tab causes.
 */
export interface KeptSubscriptions {
  /** Wraps the `subscribe` that GraphiQL is given. */
  around(client: Pick<Client, 'subscribe'>): Pick<Client, 'subscribe'>;
  tabsChanged(tabs: OpenTabs): void;
  /** The same array until something changes. */
  list(): readonly KeptSubscription[];
  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/** Makes a keeper that keeps nothing yet. */
export function createKeptSubscriptions(): KeptSubscriptions {
  let tabs: OpenTabs = { ids: [], active: null };
  let kept: readonly KeptSubscription[] = [];
  let count = 0;
  const listeners = new Set<() => void>();

  function change(next: readonly KeptSubscription[]): void {
    kept = next;
    for (const listener of listeners) listener();
  }

  function stopWhere(matches: (one: KeptSubscription) => boolean): void {
    for (const one of kept.filter(matches)) one.stop();
  }

  const around = (client: Pick<Client, 'subscribe'>): Pick<Client, 'subscribe'> => ({
    subscribe: (payload, sink) => {
      const tab = tabs.active;
      const id = ++count;
      const isKept = () => kept.some((one) => one.id === id);
      const forget = () => change(kept.filter((one) => one.id !== id));
      // What runs again in its tab is shown there.
      stopWhere((one) => one.tab === tab);

      const unsubscribe = client.subscribe<never, never>(payload, {
        next: (result) => {
          if (!isKept()) return sink.next(result);
          change(kept.map((one) => (one.id === id ? withResult(one, result) : one)));
        },
        // GraphiQL has given up what is kept.
        error: (problem) => (isKept() ? forget() : fail(sink, problem)),
        complete: () => (isKept() ? forget() : sink.complete()),
      });

      return () => {
        // GraphiQL stops first and then tells which tab is active, both before any microtask.
        queueMicrotask(() => {
          if (tab === null || tabs.active === tab || !tabs.ids.includes(tab)) return unsubscribe();
          const stop = () => {
            forget();
            unsubscribe();
          };
          const name = payload.operationName ?? 'unnamed operation';
          change([...kept, { id, tab, name, received: 0, latest: null, stop }]);
        });
      };
    },
  });

  return {
    around,
    tabsChanged: (next) => {
      tabs = next;
      stopWhere((one) => !next.ids.includes(one.tab));
    },
    list: () => kept,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Ends with the problem as a last result: GraphiQL's toolkit throws an error into an iterator and forgets the promise of it,
 * which the browser's console then shows as unhandled.
 */
function fail(sink: Sink<FormattedExecutionResult<never, never>>, problem: unknown): void {
  const errors = Array.isArray(problem) ? problem : [{ message: messageOf(problem) }];
  sink.next({ errors });
  // Its iterator drops what nobody has asked for yet when it completes.
  setTimeout(() => sink.complete());
}

function messageOf(problem: unknown): string {
  if (problem instanceof Error) return problem.message;
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) {
    return String(problem);
  }
  const reason = 'reason' in problem ? problem.reason : '';
  return `The socket was closed: ${problem.code} ${reason}`.trim();
}

function withResult(one: KeptSubscription, latest: unknown): KeptSubscription {
  return { ...one, received: one.received + 1, latest };
}
