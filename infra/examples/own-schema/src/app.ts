import {
  GraphQLID,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { defineApp } from 'skein';
import { access } from './access.ts';
import { type Order, orderPlaced, pubsub } from './topics.ts';

const order = new GraphQLObjectType<Order>({
  name: 'Order',
  fields: {
    id: { type: new GraphQLNonNull(GraphQLID) },
    customer: { type: new GraphQLNonNull(GraphQLID) },
    total: { type: new GraphQLNonNull(GraphQLInt) },
  },
});

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: { ordersTable: { type: GraphQLString, resolve: () => process.env.ORDERS_TABLE_ARN } },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      orderPlaced: {
        type: new GraphQLNonNull(order),
        args: { customer: { type: new GraphQLNonNull(GraphQLID) } },
        subscribe: (_root, { customer }) => pubsub.subscribe(orderPlaced, { customer }),
        resolve: (placed: Order) => placed,
      },
    },
  }),
});

export const app = defineApp({ schema, pubsub, access });
