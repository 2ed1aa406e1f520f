import type { TestProject } from 'vitest/node';
import { forkSystem } from './fork-system.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `http://127.0.0.1:<port>` of the system that clients are tried on. */
    readonly systemUrl: string;
    /** The same of the reference servers. */
    readonly referenceUrl: string;
  }
}

/**
 * Starts, for all test files, Skein from its bundles and the reference servers. With `CLIENTS_TARGET=reference` the
 * latter stand for both, which tells a client's habit from a fault of this system.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const names = ['reference', process.env.CLIENTS_TARGET === 'reference' ? null : 'skein'] as const;
  const started = await Promise.allSettled(
    names.flatMap((name) => (name === null ? [] : [forkSystem(name)])),
  );
  const systems = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async () => {
    await Promise.all(systems.map((system) => system.close()));
  };
  const failure = started.find((one) => one.status === 'rejected');
  if (failure !== undefined) {
    await close();
    throw failure.reason;
  }
  const [reference, system = reference] = systems;
  if (reference === undefined || system === undefined) throw new Error('No system was started');
  project.provide('referenceUrl', reference.url);
  project.provide('systemUrl', system.url);
  return close;
}
