/** A data source of apollo-datasource: what is called of it. */
export interface ApolloDataSource {
  readonly initialize?: (config: {
    // biome-ignore lint/suspicious/noExplicitAny: the application's own context.
    readonly context: any;
    // biome-ignore lint/suspicious/noExplicitAny: apollo-server-caching's KeyValueCache, whatever version of it.
    readonly cache: any;
  }) => unknown;
}

/** A cache that keeps nothing: what Lambdas keep in memory differs between them, so an application brings its own. */
const NO_CACHE = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => undefined,
};

/** Initialises the data sources of one execution and puts them into its context, as Apollo Server 2 does over HTTP. */
export async function addDataSources(
  context: unknown,
  dataSources: () => Readonly<Record<string, ApolloDataSource>>,
  cache: object = NO_CACHE,
): Promise<unknown> {
  if (typeof context !== 'object' || context === null) {
    throw new TypeError('dataSources need a context that is an object.');
  }
  if ('dataSources' in context) {
    throw new TypeError('Use the option dataSources, or put them into the context: not both.');
  }
  const made = dataSources();
  await Promise.all(Object.values(made).map((source) => source.initialize?.({ context, cache })));
  return Object.assign(context, { dataSources: made });
}
