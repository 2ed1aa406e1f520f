import { isRecord } from './is-record.ts';
import { SAMPLES } from './samples.ts';

/** A Standard Schema, as far as it is asked here. */
export interface Validator {
  readonly '~standard': { readonly validate: (value: unknown) => unknown };
}

type Path = readonly PropertyKey[];

/** How many values are held against a schema before it is given up. */
const MAX_VALIDATIONS = 300;

/** What is put, in this order, where a schema refuses a field; its own name goes before all of them. */
const GUESSES: readonly unknown[] = [
  SAMPLES['date-time'],
  SAMPLES.date,
  SAMPLES.time,
  1,
  SAMPLES.uuid,
  SAMPLES.email,
  SAMPLES.uri,
  true,
  '1',
  1.5,
  [],
  {},
  null,
];

/**
 * The value, with other guesses in the fields that a schema refuses, until it takes the whole; undefined where it takes
 * none of them.
 */
export async function fitted(value: unknown, schema: Validator): Promise<unknown> {
  let left = MAX_VALIDATIONS;
  const refusedPaths = async (candidate: unknown): Promise<readonly Path[]> => {
    left -= 1;
    return issuePaths(schema, candidate);
  };
  const better = async (current: unknown, path: Path): Promise<unknown> => {
    for (const guess of [String(path.at(-1)), ...GUESSES]) {
      if (left <= 0) return undefined;
      const candidate = replaced(current, path, guess);
      const refused = await refusedPaths(candidate);
      if (!refused.some((other) => isSame(other, path))) return candidate;
    }
    return undefined;
  };

  let current = value;
  while (left > 0) {
    const [first, ...others] = await refusedPaths(current);
    if (first === undefined) return current;
    // What is refused as a whole, across its fields say, is mended after them, or not at all.
    const path = [first, ...others].find(({ length }) => length > 0);
    if (path === undefined) return undefined;
    const next = await better(current, path);
    if (next === undefined) return undefined;
    current = next;
  }
  return undefined;
}

/** Where a schema refuses a value; the value itself has an empty path. */
async function issuePaths(schema: Validator, value: unknown): Promise<readonly Path[]> {
  try {
    const result = await schema['~standard'].validate(value);
    if (!isRecord(result)) return [[]];
    return Array.isArray(result.issues) ? result.issues.map(pathOf) : [];
  } catch {
    return [[]]; // one that asks a database, say
  }
}

/** Segments are keys, or objects that have one. */
function pathOf(issue: unknown): Path {
  if (!isRecord(issue) || !Array.isArray(issue.path)) return [];
  return issue.path.map((segment) => (isRecord(segment) ? segment.key : segment) as PropertyKey);
}

const isSame = (one: Path, other: Path): boolean =>
  one.length === other.length && one.every((key, index) => String(key) === String(other[index]));

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === String(key) ? replaced(item, rest, by) : item,
    );
  }
  const fields = isRecord(value) ? value : {};
  return { ...fields, [key]: replaced(fields[String(key)], rest, by) };
}
