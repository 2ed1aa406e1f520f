import { bundle } from '@skein/bundle';
import { APPS_DIR } from '../workspace.ts';

const [outDir = ''] = process.argv.slice(2);
await bundle({ appsDir: APPS_DIR, outDir });
