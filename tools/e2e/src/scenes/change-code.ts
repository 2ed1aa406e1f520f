import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { AppliedStack } from '../stack.ts';
import { explainChanges } from '../terraform/emulator-gaps.ts';
import type { Note } from '../transcript.ts';

const APP = 'publisher';

/** Changes one function's code, and requires a plan of that function (and its alias) alone. */
export async function changeCode(stack: AppliedStack, note: Note): Promise<void> {
  await editZip(stack.folder.dist, APP);
  const { real } = explainChanges(await stack.terraform.plan());
  for (const { address, attributes } of real) note(`${address}: ${attributes.join(', ')}`);
  const prefix = `module.skein.module.function["${APP}"].`;
  const expected = [`${prefix}aws_lambda_alias.this`, `${prefix}aws_lambda_function.this`];
  if (
    real
      .map(({ address }) => address)
      .sort()
      .join() !== expected.join()
  ) {
    throw new Error(`A change of ${APP}'s code plans: ${JSON.stringify(real, null, 2)}`);
  }
  note(`applied: ${await stack.terraform.apply()}`);
}

/** Rewrites `<app>.zip` with a line more in its code, and the manifest. */
async function editZip(dist: string, app: string): Promise<void> {
  const file = join(dist, `${app}.zip`);
  const files = unzipSync(await readFile(file));
  const code = files['index.mjs'];
  if (code === undefined) throw new Error(`${file} holds no index.mjs`);
  const zip = zipSync({ ...files, 'index.mjs': strToU8(`${strFromU8(code)}\n// changed\n`) });
  await writeFile(file, zip);
  const manifestFile = join(dist, 'manifest.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
  const sha256 = createHash('sha256').update(zip).digest('hex');
  manifest[app] = { ...manifest[app], sha256, bytes: zip.length };
  await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}
