import { resolve } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { fromHere } from './from-here.ts';

/** Why an application can't be bundled: where, the line of source, and what to do. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/** How many errors are shown: the first ones are causes, the later ones mostly follow from them. */
const SHOWN_ERRORS = 5;

/** What esbuild rejected with, for people; anything else as it is. Its paths are relative to `folder`. */
export function bundleErrorOf(failure: unknown, folder: string): unknown {
  if (!isBuildFailure(failure)) return failure;
  const { errors } = failure;
  const texts = [...new Set(errors.map((error) => textOf(error, folder)))];
  const shown = texts.slice(0, SHOWN_ERRORS);
  const left = texts.length - shown.length;
  const rest = left > 0 ? [`and ${left} more ${left === 1 ? 'error' : 'errors'}`] : [];
  return new BundleError([...shown, ...rest].join('\n\n'), { cause: failure });
}

const isBuildFailure = (failure: unknown): failure is BuildFailure =>
  failure instanceof Error && 'errors' in failure && Array.isArray(failure.errors);

function textOf(message: Message, folder: string): string {
  const { location } = message;
  const text = explain(message);
  // Code that was generated has no file to show.
  if (location === null || /^\w+:/.test(location.file)) return text;
  const { line, column, length, lineText } = location;
  const place = `${fromHere(resolve(folder, location.file))}:${line}:${column + 1}`;
  const gutter = ' '.repeat(String(line).length);
  const marks = '^'.repeat(Math.max(1, Math.min(length, lineText.length - column)));
  return [
    `${place}: ${text}`,
    `  ${line} | ${lineText}`,
    `  ${gutter} | ${lineText.slice(0, column).replace(/[^\t]/g, ' ')}${marks}`,
  ].join('\n');
}

/** esbuild's own text, but for what is not there: it advises to leave that out of the bundle, where it would be missing. */
function explain({ text, notes }: Message): string {
  const path = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  if (path === undefined) return text;
  if (/^[./]/.test(path)) return `There is no file "${path}".`;
  const name = packageName(path);
  const hidden = notes.find((note) => /is not exported by package/.test(note.text));
  if (hidden !== undefined) return `"${path}" is not exported by the package "${name}".`;
  return `The package "${name}" is not installed. Install it: npm install ${name}`;
}

/** `a/b` of `a`, `@a/b/c` of `@a/b`. */
function packageName(path: string): string {
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}
