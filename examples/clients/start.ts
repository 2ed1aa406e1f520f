import { fileURLToPath } from 'node:url';
import { startLocal } from '@skein/local';
import { createServer } from 'vite';
import { startCommentsServer } from './comments-server.ts';
import { viteOptions } from './pages/vite-options.ts';

const comments = await startCommentsServer();
const local = await startLocal({
  app: fileURLToPath(new URL('app/app.ts', import.meta.url)),
  port: 0,
  variables: { COMMENTS_URL: comments.url },
});
const pages = await createServer(viteOptions({ origin: new URL(local.url).origin, port: 5173 }));
await pages.listen();
process.stdout.write('The pages: http://127.0.0.1:5173/  Ctrl-C ends them.\n');

process.once('SIGINT', async () => {
  await pages.close();
  await local.close();
  comments.close();
});
