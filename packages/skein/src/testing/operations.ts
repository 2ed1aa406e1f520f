import type { Begun } from './begun.ts';
import { type Destination, type EventRoutes, type Place, placeIn } from './event-routes.ts';
import type { Quiet } from './quiet.ts';

type Work<Value> = (place: Place) => Promise<Value>;

/** Runs what a test does to the application, and knows what of it is still going on. Throws inside of a delivery. */
export interface Operations {
  /** Runs what a client, or the test app itself, causes. */
  run<Value>(work: Work<Value>): Promise<Value>;
  /** Runs it, and lets all that comes after it wait for it. */
  begin<Value>(work: Work<Value>): Promise<Value>;
  /** Begins what the gateway does by itself, wherever that is found out. */
  beginApart<Value>(work: Work<Value>): Promise<Value>;
  /** Runs code of the test: what it publishes waits for what was begun. */
  runTest<Value>(work: Work<Value>): Promise<Value>;
  /** What was logged last, where an operation failed: it explains why. */
  cause(): unknown;
  /** Resolves when all that was begun so far has settled; at once inside of it. */
  begun(): Promise<void>;
  /** Resolves when every event that was published so far is delivered, with all that it caused. */
  settle(): Promise<void>;
}

export interface OperationsOptions {
  readonly destination: Destination;
  readonly routes: EventRoutes;
  readonly begun: Begun;
  readonly quiet: Quiet;
  /** Resolves when every publish begun so far has settled. */
  readonly published: () => Promise<void>;
}

export function createOperations(options: OperationsOptions): Operations {
  const { destination, routes, begun, quiet, published } = options;
  const here = () => routes.places.getStore()?.inside ?? 'test';

  const runApart = <Value>(inside: Place['inside'], work: Work<Value>): Promise<Value> => {
    const place = placeIn(destination, inside);
    return quiet.during(routes.places.run(place, () => work(place)));
  };
  const runIn = <Value>(inside: Place['inside'], work: Work<Value>): Promise<Value> => {
    if (here() === 'delivery')
      throw new Error(
        'A resolver used the testApp while an event was delivered: an event may not cause another.',
      );
    routes.use(destination);
    return runApart(inside, work);
  };
  // What was begun can't wait for itself.
  const untilBegun = async (): Promise<void> => {
    if (here() === 'test') await begun.settled();
  };
  return {
    run: (work) => runIn('operation', work),
    begin: (work) => begun.add(runIn('operation', work)),
    beginApart: (work) => begun.add(runApart('operation', work)),
    runTest: (work) => runIn('test', work),
    cause: () => {
      const place = routes.places.getStore();
      return place?.inside === 'operation' ? place.problems.at(-1) : undefined;
    },
    begun: untilBegun,
    settle: async () => {
      await published();
      await untilBegun();
    },
  };
}
