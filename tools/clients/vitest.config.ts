import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './src/setup/global-setup.ts',
    // All files share one system, and some an event that reaches everyone.
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
