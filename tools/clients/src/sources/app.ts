import { createPubSub, defineAccess, defineApp } from 'skein';
import { createSourcesSchema, type Value } from './schema.ts';

const pubsub = createPubSub();

/** An application with sources of every sort, as this system serves it. */
export const app = defineApp({
  schema: createSourcesSchema((room) => pubsub.asyncIterableIterator<Value>([`ROOM_${room}`])),
  pubsub,
  access: defineAccess({ authenticate: null, viewer: () => null }),
});
