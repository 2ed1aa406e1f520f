import { createPubSub } from 'skein';

export const pubsub = createPubSub();
