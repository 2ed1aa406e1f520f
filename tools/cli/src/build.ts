import type { DeclaredTopic, SampleEvent } from '@skein/bundle';
import type { OwnApplication } from '@skein/local';

/** What `skein dev` runs, bundled as often as it changes. */
export interface Build {
  /** How it is called in what is printed. */
  readonly subject: string;
  /** Rejects where it can't be bundled, or not be loaded with these variables; what was bundled before may be half replaced then. */
  build(variables: Readonly<Record<string, string>>): Promise<Built>;
  remove(): Promise<void>;
}

export interface Built {
  readonly distDir: string;
  /** Null for the apps of the workspace. */
  readonly application: OwnApplication | null;
  /** One to try it with. */
  readonly event: SampleEvent | null;
  /** The topics that it declares; null for the apps of the workspace, which nobody has asked. */
  readonly topics: readonly DeclaredTopic[] | null;
  /** What is wrong with it, though it runs. */
  readonly problems: readonly string[];
  /** What it is made of; known later where nothing had to be bundled. */
  readonly files: Promise<readonly string[]>;
}
