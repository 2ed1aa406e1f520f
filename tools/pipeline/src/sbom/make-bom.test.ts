import { describe, expect, it } from 'vitest';
import { makeBom } from './make-bom.ts';

const library = (name: string, version: string, license = 'MIT') => ({
  name,
  version,
  manifest: { name, version, license },
});

const bom = makeBom({
  version: '1.2.3',
  apps: [
    { name: 'connect', sha256: 'c0ffee', packages: [library('@scope/zod', '4.0.0')] },
    {
      name: 'message',
      sha256: 'beef',
      packages: [
        library('@scope/zod', '4.0.0'),
        library('own', '0.0.0'),
        library('odd', '1.0.0', 'SEE LICENSE IN LICENSE'),
        library('dual', '1.0.0', '(MIT OR Apache-2.0)'),
      ],
    },
  ],
  integrities: new Map([['@scope/zod@4.0.0', `sha512-${Buffer.from('hash').toString('base64')}`]]),
});

const component = (ref: string) =>
  [...bom.components].find(({ bomRef }) => bomRef.value === ref) ?? expect.fail(`no ${ref}`);

const dependencies = (ref: string) => [...component(ref).dependencies].map(({ value }) => value);

const licenses = (ref: string) =>
  [...component(ref).licenses].map((license) => ({ ...license, kind: license.constructor.name }));

describe('makeBom', () => {
  it('lists each package once, and says which zips it is in', () => {
    expect([...bom.components].map(({ bomRef }) => bomRef.value).sort()).toEqual([
      '@scope/zod@4.0.0',
      'connect.zip',
      'dual@1.0.0',
      'message.zip',
      'odd@1.0.0',
      'own@0.0.0',
    ]);
    expect(dependencies('connect.zip')).toEqual(['@scope/zod@4.0.0']);
    expect(dependencies('message.zip')).toContain('@scope/zod@4.0.0');
  });

  it('gives a published package its purl and the hash of its archive', () => {
    const { purl, hashes } = component('@scope/zod@4.0.0');
    expect(purl).toBe('pkg:npm/%40scope/zod@4.0.0');
    expect([...hashes]).toEqual([['SHA-512', Buffer.from('hash').toString('hex')]]);
  });

  it("gives the workspace's own package no purl, and a zip the hash of the manifest", () => {
    expect(component('own@0.0.0').purl).toBeUndefined();
    expect([...component('connect.zip').hashes]).toEqual([['SHA-256', 'c0ffee']]);
  });

  it('keeps a licence that is no SPDX expression as a name', () => {
    expect(licenses('odd@1.0.0')).toMatchObject([{ kind: 'NamedLicense' }]);
    expect(licenses('dual@1.0.0')).toMatchObject([{ kind: 'LicenseExpression' }]);
  });
});
