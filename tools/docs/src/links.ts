import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { at, type Page } from './page.ts';
import { ROOT } from './root.ts';

/** Links that lead nowhere: files, folders and anchors that are not there, and addresses that are no https. */
export const checkLinks = (pages: readonly Page[]): string[] => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return pages.flatMap((page) =>
    page.links.flatMap(({ url, line }) => {
      const problem = isExternal(url) ? externalProblem(url) : internalProblem(byPath, page, url);
      return problem === null ? [] : [at(page, line, problem)];
    }),
  );
};

/** Pages of `docs` that no way of links leads to from `start`. */
export const checkReach = (pages: readonly Page[], start: string): string[] => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const reached = new Set([start]);
  for (const path of reached) {
    const page = byPath.get(path);
    for (const { url } of page?.links ?? []) {
      if (isExternal(url)) continue;
      const target = targetOf(path, url).path;
      if (byPath.has(target)) reached.add(target);
    }
  }
  return pages
    .filter(({ path }) => path.startsWith('docs/') && !reached.has(path))
    .map((page) => at(page, 1, `no link leads here from ${start}`));
};

const isExternal = (url: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//');

const externalProblem = (url: string): string | null => {
  if (url.startsWith('mailto:')) return null;
  if (!URL.canParse(url)) return `"${url}" is no URL`;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && hostname === 'localhost') return null;
  if (protocol !== 'https:') return `"${url}" is not https`;
  return hostname.includes('.') ? null : `"${url}" names no public host`;
};

const targetOf = (
  from: string,
  url: string,
): { readonly path: string; readonly anchor: string } => {
  const [file = '', anchor = ''] = url.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(file));
  return { path: path.replace(/\/$/, ''), anchor };
};

const internalProblem = (
  byPath: ReadonlyMap<string, Page>,
  page: Page,
  url: string,
): string | null => {
  const { path, anchor } = targetOf(page.path, url);
  if (path.startsWith('..')) return `"${url}" leaves the repository`;
  const target = byPath.get(path);
  if (target === undefined && !existsSync(join(ROOT, path))) return `"${url}": there is no ${path}`;
  if (anchor === '') return null;
  if (target !== undefined)
    return target.anchors.has(anchor) ? null : `"${url}": ${path} has no heading for #${anchor}`;
  if (statSync(join(ROOT, path)).isDirectory() || !/^L\d+(-L\d+)?$/.test(anchor))
    return `"${url}": ${path} has no #${anchor}`;
  return null;
};
