import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flags } from '../commands.ts';
import { required, wholeNumber } from '../flags.ts';
import { readManifest } from '../manifest.ts';
import { DIST_DIR } from '../workspace.ts';
import { createS3ObjectStore } from './s3-object-store.ts';
import { upload } from './upload.ts';

const DEFAULT_KEPT_BUILDS = 5;

/** Uploads `dist`, and prints what was put and what was removed. */
export async function runUpload(flags: Flags): Promise<void> {
  const { bucket, prefix = 'skein/', keep, dist = DIST_DIR } = flags;
  const { uploaded, removed } = await upload({
    store: createS3ObjectStore(required('bucket', bucket)),
    prefix,
    keep: wholeNumber('keep', keep, DEFAULT_KEPT_BUILDS),
    manifest: await readManifest(dist),
    read: (file) => readFile(join(dist, file)),
    now: new Date(),
  });
  for (const key of uploaded) console.log(`put      ${key}`);
  for (const key of removed) console.log(`removed  ${key}`);
  if (uploaded.length === 0) console.log('This build is there already.');
}
