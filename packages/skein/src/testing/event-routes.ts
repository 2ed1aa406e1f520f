import { AsyncLocalStorage } from 'node:async_hooks';
import type { DeliveryReport } from '@skein/publisher';
import type { EventTransport, Log, PubSubBinding } from '@skein/pubsub';

/** One testApp, as a publish finds it. */
export interface Destination {
  announce(text: string, place: Place): Promise<void>;
  readonly log: Log;
}

/** Where code runs: what it publishes goes to this testApp. */
export interface Place {
  readonly destination: Destination;
  /** `test`: code of the test itself; `operation`: what a client's frame caused; `delivery`: what an event caused. */
  readonly inside: 'test' | 'operation' | 'delivery';
  /** Gets what became of the events that were published here. */
  readonly reports: DeliveryReport[];
  /** Gets the errors that were logged here. */
  readonly problems: unknown[];
}

/** What the testApps of one pubsub have in common: the pubsub of an application is one for its whole process. */
export interface EventRoutes {
  readonly places: AsyncLocalStorage<Place>;
  /** Takes the pubsub over: what is published nowhere in particular goes there from now on. */
  join(destination: Destination): void;
  /** Notes that a test uses a testApp that is not the last one made. */
  use(destination: Destination): void;
}

const routes = new WeakMap<PubSubBinding, EventRoutes>();

/** The routes of a pubsub, the same for all testApps. */
export function eventRoutesOf(pubsub: PubSubBinding): EventRoutes {
  const known = routes.get(pubsub) ?? createEventRoutes(pubsub);
  routes.set(pubsub, known);
  return known;
}

function createEventRoutes(pubsub: PubSubBinding): EventRoutes {
  const places = new AsyncLocalStorage<Place>();
  let latest: Destination | null = null;
  let isContested = false;

  const here = (): Place => {
    const place = places.getStore();
    if (place !== undefined) return place;
    if (latest !== null && !isContested) return placeIn(latest, 'test');
    throw new Error(
      "An event was published by the application's own pubsub while several testApps of it are in use: nobody knows " +
        'which one it is for. Publish with `t.publish`, by a mutation of a client, or inside of `t.run`.',
    );
  };
  const transport: EventTransport = {
    publish: async (_envelope, text) => {
      const place = here();
      await place.destination.announce(text, place);
    },
  };
  const currentLog = () => (places.getStore()?.destination ?? latest)?.log;
  const log: Log = {
    debug: (event, fields) => currentLog()?.debug(event, fields),
    info: (event, fields) => currentLog()?.info(event, fields),
    warn: (event, fields) => currentLog()?.warn(event, fields),
    error: (event, fields) => currentLog()?.error(event, fields),
  };
  return {
    places,
    join: (destination) => {
      latest = destination;
      isContested = false;
      pubsub.bind({ transport, log });
    },
    use: (destination) => {
      if (destination !== latest) isContested = true;
    },
  };
}

/** A place where nothing has happened yet. */
export function placeIn(destination: Destination, inside: Place['inside']): Place {
  return { destination, inside, reports: [], problems: [] };
}
