import type { Viewer } from './access.ts';

/** What resolvers see: the generated types name it. */
export interface Context {
  readonly viewer: Viewer | null;
}
