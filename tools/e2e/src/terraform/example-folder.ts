import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleApp } from '@skein/bundle';

const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Bundles the application of `infra/examples/own-schema` as an adopter does: from a folder outside the workspace, with
 * the two packages that it imports installed. Gives the folder of the zips.
 */
export async function bundleOwnSchema(directory: string): Promise<string> {
  await mkdir(join(directory, 'node_modules'), { recursive: true });
  const example = join(WORKSPACE, 'infra', 'examples', 'own-schema', 'src');
  await cp(example, join(directory, 'src'), { recursive: true });
  const skein = join(WORKSPACE, 'packages', 'skein');
  await symlink(skein, join(directory, 'node_modules', 'skein'));
  const graphql = join(skein, 'node_modules', 'graphql');
  await symlink(graphql, join(directory, 'node_modules', 'graphql'));
  const zips = join(directory, 'dist');
  await bundleApp({ app: join(directory, 'src', 'app.ts'), outDir: zips });
  return zips;
}
