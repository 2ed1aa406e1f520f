import { startLocal } from '@skein/local';
import { bundleTarget } from './bundle-command.ts';
import type { DevCommand } from './command.ts';
import { greeting } from './greeting.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Bundles, runs the local system, says where it is, and ends it at Ctrl-C. */
export async function runDev({ app, port, host, persist }: DevCommand): Promise<void> {
  const { distDir } = await bundleTarget({ app });
  const local = await startLocal({
    port,
    host,
    path: '/graphql',
    subscriptionsPath: '/graphql',
    distDir,
    ...(persist === null ? {} : { persist }),
  });
  console.log(greeting(local));
  await untilInterrupted();
  await local.close();
}
