import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runToEnd } from './run-to-end.ts';

export interface RegistryOptions {
  /** Where the archives of `npm pack` lie. */
  readonly archives: string;
  /** Who has every other package: where npm would ask. */
  readonly upstream: string;
}

export interface Registry {
  readonly url: string;
  readonly packages: readonly PublishedPackage[];
  close(): Promise<void>;
}

interface PublishedPackage {
  readonly name: string;
  readonly archive: string;
  /** What an import may say: `@skein/pubsub/sns`. */
  readonly specifiers: readonly string[];
}

/** As `package.json` in an archive says it. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/**
 * An npm registry that has the packed packages, and sends everyone who asks for another one to npm's own. So an adopter's
 * commands work as they are written before anything is published.
 */
export async function startRegistry({ archives, upstream }: RegistryOptions): Promise<Registry> {
  const files = (await readdir(archives)).filter((file) => file.endsWith('.tgz'));
  const packed = await Promise.all(files.map((file) => readArchive(join(archives, file))));
  const byName = new Map(packed.map((archive) => [archive.manifest.name, archive]));

  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').slice(1));
    const [name = '', version] = path.split('/-/');
    const archive = byName.get(name);
    if (archive === undefined) {
      response.writeHead(302, { location: new URL(path, upstream).href }).end();
    } else if (version === undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument(archive, url)));
    } else {
      response.setHeader('content-type', 'application/octet-stream');
      response.end(archive.bytes);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    packages: packed.map(({ manifest: { name, exports = {} }, file }) => ({
      name,
      archive: file,
      specifiers: Object.keys(exports)
        .filter((path) => !path.endsWith('.json')) // data, which an import must say so
        .map((path) => name + path.slice(1)),
    })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Archive {
  readonly file: string;
  readonly manifest: Manifest;
  readonly bytes: Buffer;
}

async function readArchive(file: string): Promise<Archive> {
  const args = ['-xzOf', file, 'package/package.json'];
  const [{ stdout }, bytes] = await Promise.all([
    runToEnd({ command: 'tar', args, cwd: '.' }),
    readFile(file),
  ]);
  return { file, manifest: JSON.parse(stdout), bytes };
}

/** What a registry knows of a package that has one version. */
const packument = ({ manifest, bytes }: Archive, url: string) => ({
  name: manifest.name,
  'dist-tags': { latest: manifest.version },
  versions: {
    [manifest.version]: {
      ...manifest,
      dist: {
        tarball: `${url}${manifest.name}/-/${manifest.version}.tgz`,
        integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
      },
    },
  },
});
