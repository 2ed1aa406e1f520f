import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'graphql-16', env: { GRAPHQL_MAJOR: '16' } } },
      {
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql-17' }] },
        test: { name: 'graphql-17', env: { GRAPHQL_MAJOR: '17' } },
      },
    ],
  },
});
