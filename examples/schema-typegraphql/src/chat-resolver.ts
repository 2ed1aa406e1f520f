import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { withFilter } from 'skein';
import { Arg, Ctx, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Viewer } from './access.ts';
import type { Context } from './context.ts';
import { Message, ViewerType } from './object-types.ts';
import { SubscriptionTo } from './subscription-to.ts';
import { messageSent, pubsub } from './topics.ts';

const viewerOf = ({ viewer }: Context, field: string): Viewer => {
  if (viewer === null) throw new GraphQLError(`${field} needs a viewer.`);
  return viewer;
};

interface Room {
  readonly room: string;
  readonly containing?: string | null;
}

@Resolver()
export class ChatResolver {
  @Query(() => ViewerType, { nullable: true })
  viewer(@Ctx() { viewer }: Context): Viewer | null {
    return viewer;
  }

  @Mutation(() => Message)
  async sendMessage(
    @Arg('room', () => String) room: string,
    @Arg('text', () => String) text: string,
    @Ctx() context: Context,
  ): Promise<Message> {
    const author = viewerOf(context, 'sendMessage').id;
    const message = { id: randomUUID(), room, author, text, sentAt: new Date().toISOString() };
    await pubsub.publish(messageSent, message);
    return message;
  }

  @SubscriptionTo(
    () => Message,
    withFilter(
      (_root, { room }: Room) => pubsub.subscribe(messageSent, { room }),
      ({ text }, { containing }) => text.includes(containing ?? ''),
    ),
    { description: 'The messages of a room; only those with some text in them, if it is given.' },
  )
  messageSent(
    @Root() message: Message,
    @Arg('room', () => String) _room: string,
    @Arg('containing', () => String, { nullable: true }) _containing: string | null,
  ): Message {
    return message;
  }

  @SubscriptionTo(
    () => Message,
    withFilter(
      (_root, _args, context: Context) => {
        viewerOf(context, 'mentioned');
        return pubsub.subscribe(messageSent);
      },
      ({ text }, _args, { viewer }) => viewer !== null && text.split(' ').includes(`@${viewer.id}`),
    ),
    { description: 'The messages that name the viewer, as @ada, whatever the room.' },
  )
  mentioned(@Root() message: Message): Message {
    return message;
  }
}
