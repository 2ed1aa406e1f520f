import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The `package.json` that a file belongs to; none where there is none above it. */
export function nearestManifest(file: string): readonly string[] {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return [manifest];
  }
  return [];
}
