import { at, type Page } from './page.ts';

/** About 250: nobody shall split a page for the sake of ten lines. */
const MAX_LINES = 275;

interface Word {
  readonly pattern: RegExp;
  readonly why: string;
  /** The page that explains why not. */
  readonly except?: string;
}

const WORDS: readonly Word[] = [
  { pattern: /\b(?:TODO|TBD|FIXME|XXX)\b/, why: 'unfinished' },
  {
    pattern: /(?<![\w.>/])\/(?:home|Users|root|work|opt|mnt)\/[\w.-]+/,
    why: 'a path of one machine',
  },
  {
    pattern:
      /\b(?:blazing(?:ly)?|seamless(?:ly)?|effortless(?:ly)?|world-class|cutting-edge|powerful)\b/i,
    why: 'praise',
  },
  {
    pattern: /\bshouldRetry(?::|\s*=)\s*\(\w*\)\s*=>\s*true\b/,
    why: 'it retries a verdict for ever: docs/clients.md has the predicate',
    except: 'docs/clients.md',
  },
];

/** Pages that are too long, and words that a page of documentation does not have. */
export const checkStyle = (pages: readonly Page[]): string[] =>
  pages.flatMap((page) => {
    const lines = page.text.trimEnd().split('\n');
    const long =
      page.path.startsWith('docs/') &&
      !page.path.startsWith('docs/reference/') &&
      lines.length > MAX_LINES
        ? [at(page, lines.length, `${lines.length} lines: split what is over ${MAX_LINES}`)]
        : [];
    const words = lines.flatMap((line, index) =>
      WORDS.flatMap(({ pattern, why, except }) => {
        const found = except === page.path ? null : pattern.exec(line);
        return found === null ? [] : [at(page, index + 1, `"${found[0]}": ${why}`)];
      }),
    );
    return [...long, ...words];
  });
