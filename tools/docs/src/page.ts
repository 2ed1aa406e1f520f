import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { ROOT } from './root.ts';

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  /** The words behind the language. */
  readonly words: readonly string[];
  readonly text: string;
  /** The line of the page that the block's first line is on. */
  readonly line: number;
}

interface Link {
  readonly url: string;
  readonly line: number;
}

export interface Page {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** What `#…` can name, by GitHub's rules. */
  readonly anchors: ReadonlySet<string>;
}

const NOT_OURS = ['node_modules', 'dist', '.git', '.ci', '.turbo', '.terraform'];

/** Every Markdown page of the repository, sorted by path; reports of the public surface are none. */
export const readPages = (): readonly Page[] =>
  globSync('**/*.md', {
    cwd: ROOT,
    exclude: (name) => NOT_OURS.includes(name.split(/[\\/]/).at(-1) ?? ''),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.api.md'))
    .sort()
    .map((path) => readPage(path, readFileSync(join(ROOT, path), 'utf8')));

export const readPage = (path: string, text: string): Page => {
  const blocks: Block[] = [];
  const links: Link[] = [];
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();

  const visit = (node: Nodes): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'code')
      blocks.push({
        language: node.lang ?? '',
        words: node.meta?.split(/\s+/) ?? [],
        text: node.value,
        line: line + 1,
      });
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition')
      links.push({ url: node.url, line });
    if (node.type === 'heading') anchors.add(slugger.slug(plainText(node)));
    if (node.type === 'html')
      for (const [, id] of node.value.matchAll(/<a (?:id|name)="([^"]+)"/g))
        if (id) anchors.add(id);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return { path, text, blocks, links, anchors };
};

const plainText = (node: Nodes): string => {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  return 'children' in node ? node.children.map(plainText).join('') : '';
};

/** A problem, as a person reads it and a terminal makes a link of it. */
export const at = (page: { readonly path: string }, line: number, message: string): string =>
  `${page.path}:${line}: ${message}`;
