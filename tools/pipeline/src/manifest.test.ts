import type { Manifest } from '@skein/bundle';
import { describe, expect, it } from 'vitest';
import { differingApps, readManifest } from './manifest.ts';

const built = (hashes: Readonly<Record<string, string>>): Manifest =>
  Object.fromEntries(
    Object.entries(hashes).map(([app, sha256]) => [app, { file: `${app}.zip`, sha256, bytes: 1 }]),
  );

describe('differingApps', () => {
  it('is empty when the hashes are equal', () => {
    expect(differingApps(built({ connect: 'a' }), built({ connect: 'a' }))).toEqual([]);
  });

  it('names what differs, and what only one of them has', () => {
    const one = built({ connect: 'a', graphql: 'b' });
    expect(differingApps(one, built({ connect: 'c', message: 'd' }))).toEqual([
      'connect',
      'graphql',
      'message',
    ]);
  });
});

describe('readManifest', () => {
  it('rejects with the command that builds when there is none', async () => {
    await expect(readManifest('no-such-folder')).rejects.toThrow('npx pnpm bundle');
  });
});
