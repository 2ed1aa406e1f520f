import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { defineApp, withFilter } from 'skein';
import { access, type Session } from './access.ts';
import { pubsub, type Ticket, ticketCreated } from './topics.ts';

const typeDefs = /* GraphQL */ `
  type Ticket { id: ID!  group: String!  severity: Int!  content: String! }
  type Query { version: String }
  type Mutation {
    createTicket(group: String!, severity: Int!, content: String!): Ticket
    closeGroup(group: String!): Boolean
  }
  type Subscription {
    onGroupTicketCreated(group: String!): Ticket
    onUrgentTicketCreated(group: String!): Ticket
  }
`;

let count = 0;

/** Throws for who is not of the group: at the subscription, and again at each delivery. */
const ticketsOf = ({ groups }: Session, group: string) => {
  if (!groups.includes(group)) throw new GraphQLError('Not your group');
  return pubsub.subscribe(ticketCreated, { group });
};

const ticket = (created: Ticket) => created;

const resolvers = {
  Mutation: {
    createTicket: async (_root: unknown, input: Omit<Ticket, 'id'>) => {
      count += 1;
      const created = { ...input, id: String(count) };
      await pubsub.publish(ticketCreated, created);
      return created;
    },
    closeGroup: async (_root: unknown, { group }: { group: string }) => {
      await pubsub.complete(ticketCreated, { group });
      return true;
    },
  },
  Subscription: {
    // The argument was compared with the payload's field of its name: a key.
    onGroupTicketCreated: {
      subscribe: (_root: unknown, { group }: { group: string }, session: Session) =>
        ticketsOf(session, group),
      resolve: ticket,
    },
    // setSubscriptionFilter({ group: { eq: args.group }, severity: { ge: 7 } }): a key, and a filter.
    onUrgentTicketCreated: {
      subscribe: withFilter(
        (_root, { group }: { group: string }, session: Session) => ticketsOf(session, group),
        ({ severity }) => severity >= 7,
      ),
      resolve: ticket,
    },
  },
};

export const app = defineApp({
  schema: makeExecutableSchema({ typeDefs, resolvers }),
  pubsub,
  access,
  deliverySession: (session) => session,
  context: ({ session }) => session,
});
