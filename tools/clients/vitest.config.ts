import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './src/setup/global-setup.ts',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxConcurrency: 8,
  },
});
