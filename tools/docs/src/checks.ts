import { checkCommands, loadTools } from './commands.ts';
import { checkData, checkEvents } from './data.ts';
import { checkLinks, checkReach } from './links.ts';
import type { Page } from './page.ts';
import { checkSnippets } from './snippets.ts';
import { checkStyle } from './style.ts';

/** What is asked of all pages, by what a page then is known to have. Each answers with problems, one a line. */
export const CHECKS: Readonly<Record<string, (pages: readonly Page[]) => Promise<string[]>>> = {
  'snippets that compile': checkSnippets,
  'links that lead somewhere': async (pages) => checkLinks(pages),
  'a way to each page from docs/README.md': async (pages) => checkReach(pages, 'docs/README.md'),
  'commands that exist': async (pages) => checkCommands(pages, await loadTools()),
  'data and fragments that parse': checkData,
  'events that the publisher takes': async (pages) => checkEvents(pages),
  'nothing too long, unfinished or local': async (pages) => checkStyle(pages),
};
