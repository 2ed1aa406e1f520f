import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own under the system's temporary folder, with these files in it. */
export function createTestWorkspace(files: Readonly<Record<string, string>>) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-bundle-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    path: (...parts: readonly string[]) => join(folder, ...parts),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
