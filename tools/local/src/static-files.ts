import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { respondText } from './http-body.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Skein</title>
<p>Skein is running. Its console page is not built; queries and mutations go to <code>/graphql</code>.</p>
`;

/** Answers with a file of a folder, `index.html` for `/`; a plain page for `/` where the folder is not there. */
export async function serveFile(options: {
  readonly directory: string;
  readonly path: string;
  readonly response: ServerResponse;
}): Promise<void> {
  const { directory, path, response } = options;
  const file = join(directory, normalize(path === '/' ? '/index.html' : path));
  const content = file.startsWith(`${directory}${sep}`) ? await read(file) : null;
  if (content !== null) {
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': content.length });
    response.end(content);
    return;
  }
  const found = path === '/';
  respondText(response, {
    status: found ? 200 : 404,
    type: found ? 'text/html; charset=utf-8' : 'text/plain',
    text: found ? NOT_BUILT : 'Not Found\n',
  });
}

async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null; // absent, or a folder: either way there is nothing to serve
  }
}
