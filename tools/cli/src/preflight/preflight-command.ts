import { type DeclaredLoad, needsOf } from './needs.ts';
import { readQuotas } from './read-quotas.ts';
import { type Verdict, verdictsOf } from './verdicts.ts';

/** The exit code where a load is more than the account allows. */
const TOO_MUCH = 3;

/** Prints how a load stands to the account's quotas. Returns the exit code: 3 where it is more than one allows. */
export async function runPreflight(load: DeclaredLoad): Promise<number> {
  const verdicts = verdictsOf(needsOf(load), await readQuotas());
  console.log(verdictTable(verdicts));
  const over = verdicts.filter(({ verdict }) => verdict === 'over');
  if (over.length === 0) return 0;
  console.log(
    `\nMore than the account allows: ${over.map(({ what }) => what).join('; ')}. See docs/quotas.md.`,
  );
  return TOO_MUCH;
}

/** One line for each verdict, in columns. */
function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ what, need, quota, verdict }) => [
    verdict,
    what,
    inWords(need),
    `of ${inWords(quota.value)}`,
    quota.source === 'account' ? '' : `(${quota.note ?? 'as AWS documents it'})`,
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, column, widths))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The needs are numbers. */
const NEED_COLUMN = 2;

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === NEED_COLUMN ? cell.padStart(width) : cell.padEnd(width);
}

const inWords = (value: number): string => Math.ceil(value).toLocaleString('en-US');
