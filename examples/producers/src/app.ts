// app.ts
import { makeExecutableSchema } from '@graphql-tools/schema';
import { defineApp } from 'skein';
import { access } from './access.ts';
import { decodeEvent } from './decode-event.ts';
import { commentAdded, filesStored, pubsub } from './topics.ts';

const typeDefs = /* GraphQL */ `
  type Query { version: String! }
  type Subscription {
    commentAdded(repoFullName: String!): Comment!
    filesStored(bucket: String!): [File!]!
  }
  type Comment { id: ID!  author: String!  content: String! }
  type File { key: String!  bytes: Float! }
`;

const resolvers = {
  Query: { version: () => '1' },
  Subscription: {
    commentAdded: {
      subscribe: (_root: unknown, { repoFullName }: { readonly repoFullName: string }) =>
        pubsub.subscribe(commentAdded, { repositoryName: repoFullName }),
      resolve: (comment: unknown) => comment,
    },
    filesStored: {
      subscribe: (_root: unknown, { bucket }: { readonly bucket: string }) =>
        pubsub.subscribe(filesStored, { bucket }),
      resolve: ({ files }: { readonly files: readonly unknown[] }) => files,
    },
  },
};

export const app = defineApp({
  schema: makeExecutableSchema({ typeDefs, resolvers }),
  pubsub,
  access,
  decodeEvent,
});
