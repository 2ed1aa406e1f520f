import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/*.full.test.ts'],
    globalSetup: './test/global-setup.ts',
    // All files share one system, and one ends all of its connections.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
