import type { Json, JsonObject } from '@skein/protocol';

/** Writes JSON with the keys of every object sorted, so that equal values have equal texts. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(sorted);
  const keys = Object.keys(value).sort();
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
