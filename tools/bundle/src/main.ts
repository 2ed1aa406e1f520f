import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const workspace = new URL('../../../', import.meta.url);

const manifest = await bundle({
  appsDir: fileURLToPath(new URL('apps', workspace)),
  outDir: fileURLToPath(new URL('dist', workspace)),
});
for (const { file, bytes } of Object.values(manifest)) {
  console.log(`dist/${file} ${Math.ceil(bytes / 1024)} KiB`);
}
