import { isAbsolute, relative } from 'node:path';

/** A path as whoever runs the command would write it: relative to the current folder where it lies below that. */
export function fromHere(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
