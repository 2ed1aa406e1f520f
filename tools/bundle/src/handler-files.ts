import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { BundleError } from './bundle-error.ts';
import { findApp } from './check-app.ts';
import { fromHere } from './from-here.ts';
import { HANDLER_NAMES, handlerCode } from './handler-code.ts';

const MODULE = /^(.+?)\.(ts|mts|js|mjs)$/;
const NO_HANDLER = /\.(test|spec|d)\.\w+$/;

/** The handler files of an application's own in a folder, by the names of the Lambdas. Throws for one that is none's. */
export async function findHandlers(folder: string): Promise<ReadonlyMap<string, string>> {
  const path = resolve(folder);
  if (!existsSync(path)) throw new BundleError(`No folder of handlers at ${fromHere(path)}`);
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !NO_HANDLER.test(entry.name));
  const found = new Map<string, string>();
  for (const { name } of files) {
    const handler = MODULE.exec(name)?.[1];
    if (handler === undefined) continue;
    if (!HANDLER_NAMES.includes(handler)) {
      throw new BundleError(
        `${fromHere(join(path, name))} is none of the handlers ${HANDLER_NAMES.join(', ')}. Keep what they share in a folder of its own.`,
      );
    }
    const other = found.get(handler);
    if (other !== undefined) {
      throw new BundleError(
        `${fromHere(other)} and ${name} are both the handler ${handler}: keep one.`,
      );
    }
    found.set(handler, join(path, name));
  }
  return found;
}

/** A handler file that was written, or one that was there before and was left as it is. */
export interface HandlerFile {
  readonly file: string;
  readonly outcome: 'written' | 'kept';
}

/** Writes the handler files of an application into a folder, to be changed there. What is there already stays. */
export async function writeHandlers(app: string, folder: string): Promise<readonly HandlerFile[]> {
  const target = resolve(folder);
  const prefix = toImport(target, resolve(findApp(app), '..'));
  await mkdir(target, { recursive: true });
  const there = await findHandlers(target);
  const files = HANDLER_NAMES.map(async (name): Promise<HandlerFile> => {
    const kept = there.get(name);
    if (kept !== undefined) return { file: kept, outcome: 'kept' };
    const file = join(target, `${name}.ts`);
    await writeFile(file, handlerCode({ name, app: findApp(app), prefix }), { flag: 'wx' });
    return { file, outcome: 'written' };
  });
  return Promise.all(files);
}

/** `../src`, `.` */
function toImport(from: string, to: string): string {
  const path = relative(from, to).split(sep).join('/');
  if (path === '') return '.';
  return path.startsWith('.') ? path : `./${path}`;
}
