/** The name that somebody may have meant: one that begins like it, else the one with the fewest typing errors; null where all differ. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const begins = names.find((name) => isBeginning(name, typed) || isBeginning(typed, name));
  if (begins !== undefined) return begins;
  const [best] = names
    .map((name) => ({ name, errors: typingErrors(typed, name) }))
    .sort((one, other) => one.errors - other.errors);
  return best !== undefined && best.errors <= Math.max(1, typed.length / 3) ? best.name : null;
}

const isBeginning = (text: string, start: string): boolean =>
  start.length > 2 && text.startsWith(start);

/** Letters that are wrong, missing, too many, or swapped with the next one: the optimal string alignment distance. */
function typingErrors(typed: string, name: string): number {
  const rows: number[][] = [Array.from({ length: name.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= typed.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= name.length; column += 1) {
      const isSame = typed[row - 1] === name[column - 1];
      const isSwapped = typed[row - 1] === name[column - 2] && typed[row - 2] === name[column - 1];
      const errors = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      rows[row]?.push(errors);
    }
  }
  return at(typed.length, name.length);
}
