/** A page of the reference. */
export interface PagePlan {
  /** Of its file in `docs/reference`, without `.md`. */
  readonly name: string;
  /** @default the entry point */
  readonly title?: string;
  readonly about: string;
  /** What an application imports, and the source behind it, relative to the repository. */
  readonly entries: Readonly<Record<string, string>>;
}

/** What an application imports, by pages. A name that several export is described on the first of them. */
export const PAGES: readonly PagePlan[] = [
  {
    name: 'skein',
    about: 'What an application is made of.',
    entries: { skein: 'packages/skein/src/index.ts' },
  },
  {
    name: 'skein-access',
    about: 'The part of `skein` that is free of graphql: all that connect and disconnect load.',
    entries: { 'skein/access': 'packages/skein/src/access.ts' },
  },
  {
    name: 'skein-testing',
    about: 'An application in the process of a test.',
    entries: { 'skein/testing': 'packages/skein/src/testing/index.ts' },
  },
  {
    name: 'lambda',
    title: '`@skein/lambda/*`',
    about: 'The Lambda handlers. `skein bundle` writes these calls for you.',
    entries: {
      '@skein/lambda/connect': 'packages/lambda/src/connect.ts',
      '@skein/lambda/message': 'packages/lambda/src/message.ts',
      '@skein/lambda/disconnect': 'packages/lambda/src/disconnect.ts',
      '@skein/lambda/publisher': 'packages/lambda/src/publisher.ts',
      '@skein/lambda/fanout': 'packages/lambda/src/fanout.ts',
      '@skein/lambda/graphql': 'packages/lambda/src/graphql.ts',
    },
  },
  {
    name: 'pubsub-sns',
    about: 'Publishing from a program that is none of the handlers.',
    entries: { '@skein/pubsub/sns': 'packages/pubsub/src/sns/index.ts' },
  },
  {
    name: 'local',
    about: 'The whole system on one machine, as a function; `skein dev` is the same with watching.',
    entries: { '@skein/local': 'tools/local/src/index.ts' },
  },
  {
    name: 'bundle',
    about: 'The zips of the Lambdas, as functions; `skein bundle` is the same as a command.',
    entries: { '@skein/bundle': 'tools/bundle/src/index.ts' },
  },
];
