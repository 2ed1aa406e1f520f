import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Every import of graphql, that of the schema maker included, is one and the same copy. */
const onGraphql = (major: string, copy: string, exclude: readonly string[]) => ({
  extends: true as const,
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(copy) }],
  },
  test: {
    // No file leaves anything behind, and loading graphql anew for each takes longer than its tests.
    isolate: false,
    name: `graphql-${major}`,
    env: { GRAPHQL_MAJOR: major },
    exclude: [...configDefaults.exclude, ...exclude],
    server: { deps: { inline: [/@graphql-tools\//] } },
  },
});

export default defineConfig({
  test: {
    projects: [
      onGraphql('16', import.meta.resolve('graphql'), []),
      // The adapters know nothing of graphql.
      onGraphql('17', import.meta.resolve('graphql-17'), ['src/sqs/**', 'src/memory/**']),
    ],
  },
});
