import { createPubSub, topic } from 'skein/access';

export interface Ticket {
  readonly id: string;
  readonly group: string;
  readonly severity: number;
  readonly content: string;
}

export const ticketCreated = topic<Ticket, 'group'>('TICKET_CREATED', { keys: ['group'] });
export const pubsub = createPubSub({ topics: [ticketCreated] });
