import { describe, expect, it } from 'vitest';
import { readIntegrities, sha512Hex } from './read-integrities.ts';

const LOCKFILE = `
lockfileVersion: '9.0'
packages:
  '@scope/a@1.0.0':
    resolution: {integrity: sha512-aGFzaA==}
  b@2.0.0:
    resolution: {directory: packages/b}
`;

describe('readIntegrities', () => {
  it('reads the hash of each published package', () => {
    expect([...readIntegrities(LOCKFILE)]).toEqual([['@scope/a@1.0.0', 'sha512-aGFzaA==']]);
  });
});

describe('sha512Hex', () => {
  it('is the hex of a SHA-512, and null for another algorithm', () => {
    expect(sha512Hex('sha512-aGFzaA==')).toBe('68617368');
    expect(sha512Hex('sha1-aGFzaA==')).toBeNull();
  });
});
