import { randomUUID } from 'node:crypto';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { defineApp } from 'skein';
import { access } from './access.ts';
import { comments } from './comments.ts';
import { type Comment, commentAdded, pubsub } from './topics.ts';
import { typeDefs } from './type-defs.ts';

interface Context {
  readonly viewer: { readonly id: string } | null;
}

const resolvers = {
  Comment: {
    mine: ({ author }: Comment, _args: unknown, { viewer }: Context) => author === viewer?.id,
  },

  Query: {
    comments: (_root: unknown, { repoFullName }: { readonly repoFullName: string }) =>
      comments.list(repoFullName),
  },

  Mutation: {
    addComment: async (
      _root: unknown,
      { repoFullName, content }: { readonly repoFullName: string; readonly content: string },
      { viewer }: Context,
    ): Promise<Comment> => {
      if (viewer === null) throw new GraphQLError('addComment needs an authenticated viewer.');
      const comment = {
        id: randomUUID(),
        repositoryName: repoFullName,
        author: viewer.id,
        content,
        createdAt: new Date().toISOString(),
      };
      await comments.add(comment);
      await pubsub.publish(commentAdded, comment);
      return comment;
    },
  },

  Subscription: {
    commentAdded: {
      subscribe: (_root: unknown, { repoFullName }: { readonly repoFullName: string }) =>
        pubsub.subscribe(commentAdded, { repositoryName: repoFullName }),
      resolve: (comment: Comment) => comment,
    },
  },
};

export const app = defineApp({
  schema: makeExecutableSchema<Context>({ typeDefs, resolvers }),
  pubsub,
  access,
  context: ({ session }): Context => ({ viewer: session }),
});
