import { defineConfig } from 'vitest/config';

// One copy of graphql for the tests and for what they import: graphql-ws would otherwise load the CommonJS one.
const test = { server: { deps: { inline: [/graphql/] } } };

export default defineConfig({
  test: {
    projects: [
      { test: { ...test, name: 'graphql-16' } },
      {
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql-17' }] },
        test: { ...test, name: 'graphql-17' },
      },
    ],
  },
});
