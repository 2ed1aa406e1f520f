import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { isUpToDate } from './is-up-to-date.ts';
import { CONSOLE_BUILD, CONSOLE_BUILT, CONSOLE_SOURCES } from './places.ts';

/** Builds the console page where that was not done since its sources changed. */
export async function buildConsole(): Promise<void> {
  // Outside the workspace the page comes built.
  if (!existsSync(CONSOLE_BUILD)) return;
  if (await isUpToDate(CONSOLE_BUILT, CONSOLE_SOURCES)) return;
  await promisify(execFile)(process.execPath, [CONSOLE_BUILD]);
}
