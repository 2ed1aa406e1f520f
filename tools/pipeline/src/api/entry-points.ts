export interface EntryPoint {
  readonly package: string;
  /** In `exports`. */
  readonly path: string;
}

const HANDLERS = ['connect', 'message', 'disconnect', 'publisher', 'fanout', 'graphql'] as const;

/** What adopters import. Other entry points are for Skein's own packages, and change as these need it. */
export const ENTRY_POINTS: readonly EntryPoint[] = [
  { package: 'skein', path: '.' },
  { package: 'skein', path: './access' },
  { package: 'skein', path: './testing' },
  { package: '@skein/pubsub', path: '.' },
  { package: '@skein/pubsub', path: './sns' },
  ...HANDLERS.map((handler) => ({ package: '@skein/lambda', path: `./${handler}` })),
  { package: '@skein/local', path: '.' },
  { package: '@skein/bundle', path: '.' },
];

/** `@skein/pubsub/sns`: what an import says. */
export const specifier = (entry: EntryPoint): string => entry.package + entry.path.slice(1);

/** Where a report is kept, relative to the package's sources. */
export const reportFile = ({ package: name, path }: EntryPoint): string =>
  `etc/${[name.replace('@skein/', ''), ...path.split('/').slice(1)].join('.')}.api.md`;
