import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const docs = here('../../../docs/');
const example = here('../');

/** The blocks of a page that are files of this example: by their first line, or by their language. */
function quotesOf(page: string): { readonly file: string; readonly text: string }[] {
  const blocks = readFileSync(docs + page, 'utf8').matchAll(/^```(\w+).*\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, language, text = '']) => {
    if (language === 'python') return [{ file: 'python/listen.py', text }];
    const name = /^\/\/ (\S+\.tsx?)\n/.exec(text)?.[1];
    return name === undefined ? [] : [{ file: `src/${name}`, text }];
  });
}

const pages = ['clients.md', ...globSync('clients/*.md', { cwd: docs })];
const quotes = pages.flatMap((page) => quotesOf(page).map((quote) => ({ page, ...quote })));

describe('the documentation', () => {
  it.each(quotes)('quotes $file in $page as it is', ({ file, text }) => {
    expect(text).toBe(readFileSync(example + file, 'utf8'));
  });

  it('quotes every recipe', () => {
    const recipes = globSync(['src/*.ts', 'python/listen.py'], {
      cwd: example,
      exclude: ['src/*.test.ts'],
    });
    expect(new Set(quotes.map(({ file }) => file))).toEqual(new Set(recipes));
  });
});
