import { startReferenceServer } from '../reference/reference-server.ts';
import { startSkein } from './start-skein.ts';

// Runs in a child process: serves the named system, tells its URL, and ends when the parent does.
const [, , name] = process.argv;
const system = await (name === 'reference' ? startReferenceServer() : startSkein());

process.once('disconnect', async () => {
  await system.close();
  process.exit();
});
process.send?.(system.url);
