import { dirname, resolve } from 'node:path';
import { type LocalSystem, type StartLocalOptions, startLocal } from '@skein/local';
import { createAppZips } from './app-zips.ts';
import { greeting } from './greeting.ts';
import { watchFolder } from './watch-folder.ts';

/**
 * Runs an application, and runs it anew whenever something in its folder changes; one that can't be bundled leaves the
 * old one running. Ends when `interruption` resolves.
 */
export async function devApp(
  app: string,
  options: StartLocalOptions,
  interruption: Promise<void>,
): Promise<void> {
  const zips = await createAppZips(app);
  try {
    await zips.build();
    const start = (port?: number) =>
      startLocal({
        ...options,
        ...(port !== undefined && { port }),
        distDir: zips.distDir,
        tickMs: null,
      });
    let local = await start();
    console.log(greeting({ ...local, folder: dirname(app) }));

    let restarts = Promise.resolve();
    const restart = async () => {
      await zips.build();
      await local.close();
      local = await start(portOf(local));
      console.log('Started anew: clients reconnect.');
    };
    const watching = watchFolder(dirname(resolve(app)), () => {
      restarts = restarts.then(restart).catch(complain);
    });
    await interruption;
    watching.close();
    await restarts;
    await local.close();
  } finally {
    await zips.remove();
  }
}

const portOf = ({ url }: LocalSystem): number => Number(new URL(url).port);

const complain = (error: unknown): void =>
  console.error(`skein: ${error instanceof Error ? error.message : String(error)}`);
