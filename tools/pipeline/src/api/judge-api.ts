import { specifier } from './entry-points.ts';
import type { ApiReport } from './extract-api.ts';

/** Never seen by adopters: what checks payloads and frames inside, and may be replaced. */
const PRIVATE_PACKAGES = /from '(zod|lru-cache)[/']/;

/** What is wrong with the public surface, given what was committed of it; each problem says what to do. */
export function judgeApi(
  reports: readonly (readonly [ApiReport, committed: string | null])[],
): readonly string[] {
  const exported = new Map<string, Set<string>>();
  for (const [{ entry, text }] of reports) {
    const names = exported.get(entry.package) ?? new Set();
    exported.set(entry.package, names);
    for (const [, name = ''] of text.matchAll(EXPORTED)) names.add(name);
  }
  return reports.flatMap(([report, committed]) => [
    ...report.errors.map((error) => `${specifier(report.entry)}: ${error}`),
    ...internals(report, exported.get(report.entry.package) ?? new Set()),
    ...difference(report, committed),
  ]);
}

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:class|interface|type|const|function) (\w+)/gm;

function internals({ entry, text, notExported }: ApiReport, exported: ReadonlySet<string>) {
  // A name that is also a global's gets a number in the report.
  const unreachable = notExported.filter((name) => !exported.has(name.replace(/_\d+$/, '')));
  const problems =
    unreachable.length === 0
      ? []
      : [
          `${specifier(entry)} mentions types that ${entry.package} exports nowhere; export them, or mention them no more: ${unreachable.sort().join(', ')}`,
        ];
  const leak = PRIVATE_PACKAGES.exec(text)?.[1];
  if (leak === undefined) return problems;
  return [...problems, `${specifier(entry)} mentions a type of ${leak}, which is not for adopters`];
}

function difference({ entry, file, text }: ApiReport, committed: string | null) {
  if (committed === text) return [];
  const [was, is] = [new Set((committed ?? '').split('\n')), new Set(text.split('\n'))];
  const removed = [...was].filter((line) => !is.has(line)).map((line) => `- ${line}`);
  const added = [...is].filter((line) => !was.has(line)).map((line) => `+ ${line}`);
  const lines = [...removed, ...added];
  return [
    [
      `${specifier(entry)} is not what ${file} says. If that is on purpose: npx pnpm ship api --update yes`,
      ...lines.slice(0, SHOWN_LINES),
      ...(lines.length > SHOWN_LINES ? [`and ${lines.length - SHOWN_LINES} more lines`] : []),
    ].join('\n'),
  ];
}

const SHOWN_LINES = 40;
