import type { Emulator } from './emulator/emulator.ts';
import type { Transcript } from './transcript.ts';

/** What a test is run with. */
export interface Attempt {
  readonly emulator: Emulator;
  /** Where what it makes and logs goes; deleted where it passes. */
  readonly runDirectory: string;
  readonly transcript: Transcript;
}
