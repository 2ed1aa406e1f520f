import type { PagePlan } from './entry-points.ts';
import type { Entry, PageTypes, Place, Types } from './read-types.ts';

const NOTE =
  'Written from the sources by `npx pnpm --filter @skein/reference write`: change the comments there.';

const GROUPS: readonly { readonly kind: Entry['kind']; readonly title: string }[] = [
  { kind: 'function', title: 'Functions' },
  { kind: 'value', title: 'Values' },
  { kind: 'type', title: 'Types' },
  { kind: 'class', title: 'Errors' },
];

/** The reference as Markdown, by file name. */
export const writePages = ({ pages, places }: Types, usage: string): ReadonlyMap<string, string> =>
  new Map([
    ['README.md', indexPage(pages)],
    ['cli.md', cliPage(usage)],
    ...pages.map((page) => [`${page.plan.name}.md`, typesPage(page, places)] as const),
  ]);

const indexPage = (pages: readonly PageTypes[]): string =>
  text([
    '# Reference',
    'What an application imports, by entry point, and the command.',
    [
      '| | |',
      '| --- | --- |',
      ...pages.map(({ plan }) => `| [${titleOf(plan)}](${plan.name}.md) | ${plan.about} |`),
      '| [the command `skein`](cli.md) | Runs, checks and bundles an application; counts costs, holds a load against quotas. |',
    ].join('\n'),
    'Inputs and outputs of the Terraform module: [`infra/modules/skein`](../../infra/modules/skein/README.md).',
    NOTE,
  ]);

const titleOf = ({ title, entries }: PagePlan): string =>
  title ??
  Object.keys(entries)
    .map((name) => `\`${name}\``)
    .join(', ');

const cliPage = (usage: string): string =>
  text(['# The command `skein`', `\`\`\`text\n${usage.trimEnd()}\n\`\`\``, NOTE]);

const typesPage = (
  { plan, exported, elsewhere, used }: PageTypes,
  places: Types['places'],
): string => {
  const parts = Object.keys(plan.entries).length;
  const section = (entry: Entry): readonly string[] => [
    `### \`${entry.name}\``,
    ...fromWhere(entry, parts),
    ...(entry.text === '' ? [] : [entry.text]),
    `\`\`\`ts fragment\n${entry.code}\n\`\`\``,
    ...seeAlso(entry, plan, places),
  ];
  const groups = GROUPS.map(({ kind, title }) => ({
    title,
    entries: exported.filter((entry) => entry.kind === kind),
  })).filter(({ entries }) => entries.length > 0);
  const others = links(elsewhere, plan).map((other) => `- ${other}`);
  return text([
    `# ${titleOf(plan)}`,
    plan.about,
    ...groups.flatMap(({ title, entries }) => [`## ${title}`, ...entries.flatMap(section)]),
    ...(others.length === 0 ? [] : ['## Described elsewhere', others.join('\n')]),
    ...(used.length === 0
      ? []
      : ['## Types that these name', 'They are not exported.', ...used.flatMap(section)]),
    NOTE,
  ]);
};

/** Which of a page's entry points export it, where not all do. */
const fromWhere = ({ from }: Entry, parts: number): readonly string[] =>
  from.length === 0 || from.length === parts
    ? []
    : [`From ${from.map((name) => `\`${name}\``).join(', ')}.`];

/** Links to what a declaration names: its code can't have any. */
const seeAlso = (
  { name, mentions }: Entry,
  plan: PagePlan,
  places: Types['places'],
): readonly string[] => {
  const named = new Map(
    [...mentions].flatMap((symbol) => {
      const place = places.get(symbol);
      return place === undefined || place.name === name ? [] : [[place.name, place] as const];
    }),
  );
  return named.size === 0 ? [] : [`Names ${links([...named.values()], plan).join(', ')}.`];
};

const links = (named: readonly Place[], plan: PagePlan): readonly string[] =>
  named
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    .map((place) => link(place, plan));

const link = ({ name, page }: Place, { name: here }: PagePlan): string =>
  `[\`${name}\`](${page === here ? '' : `${page}.md`}#${name.toLowerCase()})`;

/** Blocks, with blank lines between them. */
const text = (blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;
