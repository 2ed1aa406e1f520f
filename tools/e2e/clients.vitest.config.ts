import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of the real clients, on a stack that Terraform made instead of the local system. */
export default defineConfig({
  root: fileURLToPath(new URL('../clients', import.meta.url)),
  test: {
    include: [
      'src/flows/{graphql-ws,subscriptions-transport-ws}.test.ts',
      'src/flows/{apollo-client-3,apollo-client-4,urql,relay,python-gql}.full.test.ts',
    ],
    globalSetup: fileURLToPath(new URL('./src/target/provide-url.ts', import.meta.url)),
    fileParallelism: false,
    env: { CLIENTS_UPGRADE_MS: '15000' },
    // Once: the emulator loses an answer now and then.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
