import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const graphql17 = fileURLToPath(import.meta.resolve('graphql-17'));

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'graphql-16', isolate: false, env: { GRAPHQL_MAJOR: '16' } } },
      {
        resolve: { alias: [{ find: /^graphql$/, replacement: graphql17 }] },
        test: { name: 'graphql-17', isolate: false, env: { GRAPHQL_MAJOR: '17' } },
      },
    ],
  },
});
