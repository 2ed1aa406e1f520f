/**
 * A difference that is allowed: what a line of the reference server's transcript is here. A conversation names those
 * that it meets, and meets those that it names.
 */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  /** The lines here in place of one there; the line itself where it does not differ. `before` is the line before it. */
  readonly here: (line: string, before: string) => readonly string[];
}

/** The transcript that is expected here, and the names of differences that did not occur. */
export function permit(
  transcript: readonly string[],
  differences: readonly Difference[],
): { readonly expected: readonly string[]; readonly unmet: readonly string[] } {
  let expected = transcript;
  const unmet: string[] = [];
  for (const { name, here } of differences) {
    const lines = expected;
    const changed = lines.flatMap((line, at) => here(line, lines[at - 1] ?? ''));
    if (changed.join('\n') === expected.join('\n')) unmet.push(name);
    expected = changed;
  }
  return { expected, unmet };
}
