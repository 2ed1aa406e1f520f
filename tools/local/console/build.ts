import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// A folder of its own for a package that is being made, say: somebody may be served from `dist` meanwhile.
const dist = process.argv[2] ?? here('dist');

// Starts from nothing, so that no file of an earlier build is served, and aside, so that a page that is served stays whole.
const building = `${dist}-${process.pid}`;
mkdirSync(building, { recursive: true });
cpSync(here('src/index.html'), join(building, 'index.html'));

const settings = {
  absWorkingDir: here('.'),
  outdir: building,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
} as const;

await build({
  ...settings,
  entryPoints: { console: 'src/main.tsx' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
});

// Editors do their thinking in workers; each is a file of its own, so that the page needs no blob: URLs. They come last,
// whole: `skein dev` takes them for the sign that the page is built.
await build({
  ...settings,
  entryPoints: {
    'workers/editor': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'workers/json': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'workers/graphql': 'monaco-graphql/esm/graphql.worker.js',
  },
});

const before = `${building}-before`;
if (existsSync(dist)) renameSync(dist, before);
renameSync(building, dist);
rmSync(before, { recursive: true, force: true });
