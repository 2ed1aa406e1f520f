import { writeFile } from 'node:fs/promises';
import { readmePath, renderReadme } from './module-readme.ts';

const module = 'modules/skein';
await writeFile(readmePath(module), await renderReadme(module));
