import { resolve } from 'node:path';
import { checkApp, fromHere } from '@skein/bundle';
import { interruptible } from './until-interrupted.ts';
import { createVariables } from './variables.ts';

export interface CheckTarget {
  /** A module that exports `app`. */
  readonly app: string;
  readonly envFiles: readonly string[];
}

/** Loads an application once, and says what is wrong with it. Gives the exit code: 1 where something can't work. */
export async function runCheck({ app, envFiles }: CheckTarget): Promise<number> {
  const env = createVariables(envFiles, process.env).read();
  const { errors, warnings } = await interruptible((signal) => checkApp({ app, env, signal }));
  for (const problem of [...errors, ...warnings]) console.error(`skein: ${problem}`);
  if (errors.length > 0) return 1;
  console.log(
    `${fromHere(resolve(app))} loads, and nothing is wrong with it that can be known before it runs.`,
  );
  return 0;
}
