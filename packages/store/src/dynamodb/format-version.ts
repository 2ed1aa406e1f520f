import { type Item, number, readNumber } from './attributes.ts';

/**
 * The format that rows are written in. A change of format is deployed in two steps: first readers that know both,
 * then writers. So a reader takes its own version and the one before, and lets newer rows alone, as if they were absent.
 */
export const FORMAT_VERSION = 1;

/** The `v` of every row. */
export const VERSION_ATTRIBUTE = number(FORMAT_VERSION);

/** Whether this reader knows the format of a row. */
export function isReadable(item: Item): boolean {
  const version = readNumber(item, 'v');
  return version === FORMAT_VERSION || version === FORMAT_VERSION - 1;
}
