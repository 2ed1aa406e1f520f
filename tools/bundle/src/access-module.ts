import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

const EXTENSIONS = ['.ts', '.mts', '.tsx', '.js', '.mjs'];

/** The name of the module `access` beside an application, which connect and disconnect load; null where there is none. */
export function accessModule(app: string): string | null {
  const extensions = [extname(app), ...EXTENSIONS];
  const file = extensions
    .map((extension) => join(dirname(app), `access${extension}`))
    .find((path) => path !== app && existsSync(path));
  return file === undefined ? null : basename(file);
}
