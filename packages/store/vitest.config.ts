import { defineConfig } from 'vitest/config';

// Every test of the DynamoDB adapter makes hundreds of calls to an emulator: on a busy machine that takes its time.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 30_000 } });
