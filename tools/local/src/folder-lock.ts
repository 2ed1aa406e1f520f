import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** Keeps a folder to one running system. */
export interface FolderLock {
  close(): Promise<void>;
}

/** Makes a folder and takes it. Rejects with a `StartError` while a process that lives has it. */
export async function lockFolder(directory: string): Promise<FolderLock> {
  const file = join(directory, 'skein.pid');
  await mkdir(directory, { recursive: true });
  const holder = await readHolder(file);
  if (holder !== null && isAlive(holder)) {
    throw new StartError(
      `${directory} is in use by process ${holder}: end that one, or keep the table elsewhere.`,
    );
  }
  await rm(file, { force: true }); // of a process that was killed
  await writeFile(file, String(process.pid), { flag: 'wx' });
  return { close: () => rm(file, { force: true }) };
}

async function readHolder(file: string): Promise<number | null> {
  try {
    const holder = Number(await readFile(file, 'utf8'));
    return Number.isSafeInteger(holder) && holder > 0 ? holder : null;
  } catch {
    return null; // no file: nobody has it
  }
}

/** Signal 0 only asks; a process of another user may not be asked, but lives. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
