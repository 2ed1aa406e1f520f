import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Every import of graphql, that of graphql-ws included, is one and the same copy. */
const onGraphql = (major: string, copy: string, include: readonly string[]) => ({
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(copy) }] },
  test: {
    // No file leaves anything behind, and loading graphql anew for each takes longer than its tests.
    isolate: false,
    name: `graphql-${major}`,
    env: { GRAPHQL_MAJOR: major },
    include: [...include],
    server: { deps: { inline: [/graphql/] } },
  },
});

export default defineConfig({
  test: {
    projects: [
      onGraphql('16', import.meta.resolve('graphql'), configDefaults.include),
      // The other tests know nothing of graphql.
      onGraphql('17', import.meta.resolve('graphql-17'), ['src/{scenarios,scopes}.test.ts']),
    ],
  },
});
