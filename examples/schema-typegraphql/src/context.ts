import type { Viewer } from './access.ts';

/** What resolvers see. */
export interface Context {
  readonly viewer: Viewer | null;
}
