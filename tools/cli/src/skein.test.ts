import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/skein.js', import.meta.url));

/** Makes a process take itself for another version of Node. */
const pretend = (version: string) =>
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;

const skein = (args: readonly string[], nodeArgs: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, BIN, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('skein', () => {
  it('says in one line which Node it needs when Node is older', () => {
    const { status, stderr } = skein(['dev'], ['--import', pretend('20.19.0')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein needs Node 24 or later, but this is 20\.19\.0\..*\n$/);
  });

  it('prints its usage when nothing is asked for', () => {
    expect(skein([])).toMatchObject({ status: 0, stdout: expect.stringContaining('skein dev') });
  });

  it('exits with 2 and its usage when a flag is unknown', () => {
    const { status, stderr } = skein(['dev', '--prot', '1']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^skein: Unknown option '--prot'/);
    expect(stderr).toContain('skein bundle');
  });

  it('exits with 1 and one line when the app is missing', () => {
    const { status, stderr } = skein(['bundle', 'no-such-app.ts']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^skein: No application at .*no-such-app\.ts: expected a module.*\n$/);
  });
});
