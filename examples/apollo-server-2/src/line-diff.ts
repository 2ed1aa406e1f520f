/** The lines that went and came between two texts, marked as `diff` marks them; what stayed is left out. */
export function lineDiff(before: string, after: string): readonly string[] {
  const [old, now] = [before, after].map((text) => text.trimEnd().split('\n'));
  return old === undefined || now === undefined ? [] : changes(old, now);
}

function changes(old: readonly string[], now: readonly string[]): readonly string[] {
  const common = lengths(old, now);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (
      i < old.length &&
      (j === now.length || at(common, i + 1, j) >= at(common, i, j + 1))
    ) {
      lines.push(`-${old[i]}`);
      i += 1;
    } else {
      lines.push(`+${now[j]}`);
      j += 1;
    }
  }
  // Lines that are only moved apart by an empty one read better without it.
  return lines.filter((line) => line.length > 1);
}

/** `lengths[i][j]`: how many lines the rests of both, from i and from j on, have in common, in order. */
function lengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let i = old.length; i >= 0; i -= 1) {
    const row: number[] = [];
    for (let j = now.length; j >= 0; j -= 1) {
      const below = rows[0] ?? [];
      row[j] =
        i < old.length && j < now.length && old[i] === now[j]
          ? (below[j + 1] ?? 0) + 1
          : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
    rows.unshift(row);
  }
  return rows;
}

const at = (rows: readonly (readonly number[])[], i: number, j: number): number =>
  rows[i]?.[j] ?? 0;
