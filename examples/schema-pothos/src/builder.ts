import SchemaBuilder from '@pothos/core';
import type { Viewer } from './access.ts';
import type { Message } from './topics.ts';

export interface Context {
  readonly viewer: Viewer | null;
}

/** The types of the GraphQL objects: that of a message is its topic's. */
interface Objects {
  Viewer: Viewer;
  Message: Message;
}

export const builder = new SchemaBuilder<{
  Context: Context;
  Objects: Objects;
  DefaultFieldNullability: false;
}>({ defaultFieldNullability: false });
