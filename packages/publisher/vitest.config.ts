import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every import of graphql, that of the schema maker included, is one and the same copy. */
const onGraphql = (name: string, copy: string) => ({
  extends: true as const,
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve(copy)) }],
  },
  test: { name, server: { deps: { inline: [/@graphql-tools\//] } } },
});

export default defineConfig({
  test: {
    projects: [onGraphql('graphql-16', 'graphql'), onGraphql('graphql-17', 'graphql-17')],
  },
});
