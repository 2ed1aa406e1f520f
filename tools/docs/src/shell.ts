/** One simple command of a shell block: its words, without assignments before it and redirections. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Counted from 0, within the block. */
  readonly line: number;
}

/** What reads, from a place on, one thing of a script. */
type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'redirect'; readonly text: string };

/**
 * The commands of a shell script as documentation has them: words and quotes, comments, `&&`, pipes, continued lines,
 * here-documents (skipped), placeholders in angle brackets (words). Throws a `ShellError` where a quote stays open.
 */
export const readCommands = (script: string): ShellCommand[] => {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let startLine = 0;
  let ignoreNext = false;
  let hereEnd: string | null = null;
  let position = 0;

  const lineAt = (index: number): number => script.slice(0, index).split('\n').length - 1;
  const finish = (): void => {
    const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
    if (start >= 0) commands.push({ words: words.slice(start), line: startLine });
    words = [];
  };

  while (position < script.length) {
    const from = position;
    const { token, next } = readToken(script, position);
    position = next;
    if (token === null) continue;
    if (token.kind === 'end') {
      finish();
      if (hereEnd !== null && script[from] === '\n') {
        position = skipHere(script, position, hereEnd);
        hereEnd = null;
      }
      continue;
    }
    if (token.kind === 'redirect') {
      if (token.text === '<<') hereEnd = '';
      ignoreNext = true;
      continue;
    }
    if (ignoreNext) {
      if (hereEnd === '') hereEnd = token.text;
      ignoreNext = false;
      continue;
    }
    if (words.length === 0) startLine = lineAt(from);
    words.push(token.text);
  }
  finish();
  return commands;
};

/** A script that no shell would take as it was meant. */
export class ShellError extends Error {
  override name = 'ShellError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const PLACEHOLDER = /^(<[a-z][a-z -]*>)/;

const readToken = (script: string, from: number): { token: Token | null; next: number } => {
  const rest = script.slice(from);
  const blank = /^(?:[ \t]|\\\n)+/.exec(rest);
  if (blank) return { token: null, next: from + blank[0].length };
  const comment = /^#[^\n]*/.exec(rest);
  if (comment) return { token: null, next: from + comment[0].length };
  const end = /^(?:\n|&&|\|\||[;|&()])/.exec(rest);
  if (end) return { token: { kind: 'end' }, next: from + end[0].length };
  if (PLACEHOLDER.test(rest)) return readWord(script, from);
  const redirect = /^\d?(?:<<|>>|[<>])&?-?/.exec(rest);
  if (redirect)
    return {
      token: { kind: 'redirect', text: redirect[0].replace('-', '') },
      next: from + redirect[0].length,
    };
  return readWord(script, from);
};

const readWord = (script: string, from: number): { token: Token; next: number } => {
  let text = '';
  let position = from;
  for (let rest = script.slice(position); rest !== ''; rest = script.slice(position)) {
    const part =
      /^'([^']*)'/.exec(rest) ??
      /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest) ??
      /^\\([\s\S])/.exec(rest) ??
      /^(\$\([^)]*\))/.exec(rest) ??
      PLACEHOLDER.exec(rest) ??
      /^([^\s'"\\;|&()<>]+)/.exec(rest);
    if (part === null) {
      if (/^['"]/.test(rest))
        throw new ShellError(
          script.slice(0, position).split('\n').length - 1,
          'a quote stays open',
        );
      break;
    }
    text += rest.startsWith('"') ? (part[1] ?? '').replace(/\\(["\\$`])/g, '$1') : (part[1] ?? '');
    position += part[0].length;
  }
  return { token: { kind: 'word', text }, next: position };
};

const skipHere = (script: string, from: number, end: string): number => {
  const lines = script.slice(from).split('\n');
  const last = lines.findIndex((line) => line.trim() === end);
  if (last < 0)
    throw new ShellError(
      script.slice(0, from).split('\n').length - 1,
      `no line ${end} ends the here-document`,
    );
  return from + lines.slice(0, last + 1).join('\n').length;
};
