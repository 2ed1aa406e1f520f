import { fileURLToPath } from 'node:url';
import { startReferenceServer } from '../reference/reference-server.ts';
import { createReferenceSchema } from '../reference/schema.ts';
import { createSourcesSchema, type Value } from '../sources/schema.ts';
import type { RunningSystem } from './fork-system.ts';
import { startSkein } from './start-skein.ts';

// Runs in a child process: serves the named system, tells its URL, and ends when the parent does.
const SOURCES_APP = fileURLToPath(new URL('../sources/app.ts', import.meta.url));

const system = await start(process.argv[2]);

process.once('disconnect', async () => {
  await system.close();
  process.exit();
});
process.send?.(system.url);

function start(name: string | undefined): Promise<RunningSystem> {
  switch (name) {
    case 'skein':
      return startSkein();
    case 'reference':
      return startReferenceServer(createReferenceSchema);
    case 'skein-sources':
      return startSkein({ app: SOURCES_APP });
    case 'reference-sources':
      return startReferenceServer(({ stream }) =>
        createSourcesSchema((room) => stream<Value>(`ROOM_${room}`)),
      );
    default:
      throw new Error(`No system is named ${name}`);
  }
}
