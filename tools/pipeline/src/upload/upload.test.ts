import { createHash } from 'node:crypto';
import type { Manifest } from '@skein/bundle';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from './object-store.ts';
import { type UploadOptions, upload } from './upload.ts';

const createMemoryObjectStore = () => {
  const objects = new Map<string, string>();
  const store: ObjectStore = {
    keys: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)),
    get: async (key) => objects.get(key) ?? expect.fail(`no ${key}`),
    put: async (key, content) => void objects.set(key, Buffer.from(content).toString()),
    remove: async (keys) => {
      for (const key of keys) objects.delete(key);
    },
  };
  return { store, objects };
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A build whose zips hold these texts. */
const build = (
  zips: Readonly<Record<string, string>>,
): Pick<UploadOptions, 'manifest' | 'read'> => {
  const manifest: Manifest = Object.fromEntries(
    Object.entries(zips).map(([app, text]) => [
      app,
      { file: `${app}.zip`, sha256: sha256(text), bytes: text.length },
    ]),
  );
  return { manifest, read: async (file) => Buffer.from(zips[file.replace('.zip', '')] ?? '') };
};

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5));

const zip = (app: string, text: string) => `skein/${app}-${sha256(text)}.zip`;

const zipsIn = (objects: ReadonlyMap<string, string>) =>
  [...objects.keys()].filter((key) => key.endsWith('.zip')).sort();

const manifestsIn = (objects: ReadonlyMap<string, string>) =>
  [...objects.keys()].filter((key) => key.includes('/manifests/')).sort();

const settings = { prefix: 'skein/', keep: 2 };

describe('upload', () => {
  it('puts zips under their hashes, and a manifest under its time', async () => {
    const { store, objects } = createMemoryObjectStore();
    await upload({ ...settings, store, ...build({ connect: 'a', message: 'b' }), now: at(0) });
    expect(zipsIn(objects)).toEqual([zip('connect', 'a'), zip('message', 'b')].sort());
    expect(manifestsIn(objects)).toEqual([
      expect.stringMatching(/^skein\/manifests\/20260102T030005Z-[0-9a-f]{16}\.json$/),
    ]);
  });

  it('puts only what is new, and keeps the zips of the last builds', async () => {
    const { store, objects } = createMemoryObjectStore();
    const first = build({ connect: 'a', message: 'b' });
    const second = build({ connect: 'a', message: 'c' });
    const third = build({ connect: 'd', message: 'c' });
    await upload({ ...settings, store, ...first, now: at(0) });
    const { uploaded } = await upload({ ...settings, store, ...second, now: at(1) });
    expect(uploaded).toEqual([zip('message', 'c')]);

    const { removed } = await upload({ ...settings, store, ...third, now: at(2) });
    expect(removed).toContain(zip('message', 'b'));
    const left = [zip('connect', 'a'), zip('connect', 'd'), zip('message', 'c')];
    expect(zipsIn(objects)).toEqual(left.sort());
    expect(manifestsIn(objects)).toHaveLength(2);
  });

  it('makes an old build the newest when it is uploaded again', async () => {
    const { store, objects } = createMemoryObjectStore();
    const old = build({ connect: 'a' });
    await upload({ ...settings, store, ...old, now: at(0) });
    await upload({ ...settings, store, ...build({ connect: 'b' }), now: at(1) });
    const again = await upload({ ...settings, store, ...old, now: at(2) });
    expect(again.uploaded).toEqual([]);
    await upload({ ...settings, store, ...build({ connect: 'c' }), now: at(3) });
    expect(zipsIn(objects)).toEqual([zip('connect', 'a'), zip('connect', 'c')].sort());
  });

  it('leaves a zip alone when no manifest names it: another upload may be under way', async () => {
    const { store, objects } = createMemoryObjectStore();
    objects.set(zip('connect', 'under way'), '');
    for (const minute of [0, 1, 2, 3]) {
      await upload({ ...settings, store, ...build({ connect: `${minute}` }), now: at(minute) });
    }
    expect(zipsIn(objects)).toContain(zip('connect', 'under way'));
    expect(zipsIn(objects)).toHaveLength(3);
  });

  it('rejects when a zip is not what the manifest says', async () => {
    const { store, objects } = createMemoryObjectStore();
    const options = { ...settings, store, ...build({ connect: 'a' }), now: at(0) };
    const tampered = { ...options, read: async () => Buffer.from('b') };
    await expect(upload(tampered)).rejects.toThrow('connect.zip is not what manifest.json says');
    expect(objects.size).toBe(0);
  });
});
