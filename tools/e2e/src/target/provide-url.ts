import type { TestProject } from 'vitest/node';

/** Tells the tests of the clients where the system is that they are to try. */
export default function setup(project: TestProject): void {
  const url = process.env.E2E_TARGET_URL;
  if (url === undefined) throw new Error('E2E_TARGET_URL is not set: run `npx pnpm e2e`');
  project.provide('systemUrl' as never, url as never);
  project.provide('referenceUrl' as never, url as never);
}
