import { createPubSub, topic } from 'skein/access';

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly total: number;
}

// A subscription may name a customer; an event then costs what that customer's subscribers cost.
export const orderPlaced = topic<Order, 'customer'>('ORDER_PLACED', { keys: ['customer'] });
export const pubsub = createPubSub({ topics: [orderPlaced] });
