import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

/** Imports a module in a process of its own that names every graphql module it loads. */
async function graphqlLoadedBy(file: string): Promise<string> {
  const url = new URL(file, import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => {
      if (url.includes('/node_modules/graphql/')) console.log(url);
      return next(url, context);
    } });
    await import(${JSON.stringify(url)});`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return stdout;
}

describe('what connect and disconnect load', () => {
  it.each(['./connect.ts', './disconnect.ts', './access.ts'])(
    'is free of graphql: %s',
    async (file) => {
      expect(await graphqlLoadedBy(file)).toBe('');
    },
  );

  it('would be seen if it were not', async () => {
    expect(await graphqlLoadedBy('./index.ts')).not.toBe('');
  });
});
