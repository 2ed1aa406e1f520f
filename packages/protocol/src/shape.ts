import * as z from 'zod';
import type { JsonObject } from './messages.ts';

/** The kind of a JSON value in the words of the reference server's error texts. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether a JSON value is an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return kindOf(value) === 'object';
}

/** What a value of the wrong kind is answered with. */
type Complaint = (value: unknown) => string;

/** A string. */
export function text(complaint: Complaint) {
  return z.string({ error: ({ input }) => complaint(input) });
}

/** A string, or null for null and absent. */
export function optionalText(complaint: Complaint) {
  return optional((value) => typeof value === 'string', complaint);
}

/**
 * An object, or null for null and absent. It is handed through as it was parsed: a schema over its fields would rebuild
 * it, and drop a key such as `__proto__` that is an ordinary one in JSON.
 */
export function optionalObject(complaint: Complaint) {
  return optional(isJsonObject, complaint);
}

function optional<Value>(is: (value: unknown) => value is Value, complaint: Complaint) {
  return z
    .custom<Value | null | undefined>(
      (value) => value === undefined || value === null || is(value),
      {
        error: ({ input }) => complaint(input),
      },
    )
    .optional()
    .transform((value) => value ?? null);
}
