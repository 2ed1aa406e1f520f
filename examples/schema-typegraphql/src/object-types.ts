import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';

// Every type is named by a function, so no compiler needs to emit metadata of them.

@ObjectType()
export class Message {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly room!: string;

  @Field(() => ID)
  readonly author!: string;

  @Field(() => String)
  readonly text!: string;

  @Field(() => String)
  readonly sentAt!: string;
}

@ObjectType('Viewer')
export class ViewerType {
  @Field(() => ID)
  readonly id!: string;
}
