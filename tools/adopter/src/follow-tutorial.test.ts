import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followTutorial } from './follow-tutorial.ts';
import { readTutorial } from './read-tutorial.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-follow-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const follow = (...blocks: readonly string[]) =>
  followTutorial({
    steps: readTutorial(blocks.map((block) => `\`\`\`${block}\n\`\`\`\n`).join('\n')),
    folder,
    env: process.env,
  });

describe('followTutorial', () => {
  it('goes where the reader goes, and writes files there', async () => {
    const followed = await follow(
      'sh\nmkdir a && cd a',
      'ts\n// src/b.ts\nexport {};',
      'sh\nls src',
      'text\nb.ts',
    );
    expect(followed.folder).toBe(join(folder, 'a'));
    expect(readFileSync(join(folder, 'a/src/b.ts'), 'utf8')).toBe('// src/b.ts\nexport {};\n');
  });

  it('rejects when a command fails, with what it printed', async () => {
    const failed = follow('sh\necho because\nfalse\necho never');
    await expect(failed).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/ended with 1\n.*because\n$/s) },
    });
  });

  it('rejects when a command ends without the output that is shown, or with it in another order', async () => {
    await expect(follow('sh\necho one; echo two', 'text\none\ntwo')).resolves.toBeDefined();
    await expect(follow('sh\necho one; echo two', 'text\ntwo\none')).rejects.toThrow();
    await expect(follow('sh\necho one', 'text\nthree')).rejects.toThrow();
  });

  it('leaves what the reader ends running, and ends it at the close', async () => {
    const server = `sh\ntrap 'touch ended; exit' INT; echo 'Server ready at http://localhost:41234/'; while true; do sleep 0.1; done # until Ctrl-C`;
    const followed = await follow(
      server,
      'text\nServer ready at http://localhost:4000/',
      'sh\necho localhost:4000 > url',
    );
    expect(existsSync(join(folder, 'ended'))).toBe(false);
    await followed.close();
    expect(existsSync(join(folder, 'ended'))).toBe(true);
    expect(readFileSync(join(folder, 'url'), 'utf8')).toBe('localhost:41234\n');
  });
});
