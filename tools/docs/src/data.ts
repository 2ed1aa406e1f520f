import { parse as parseHcl } from '@cdktf/hcl2json';
import { decodeEnvelope } from '@skein/pubsub';
import { transform } from 'esbuild';
import { parse as parseGraphql } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { at, type Block, type Page } from './page.ts';
import { readCommands, ShellError } from './shell.ts';

type Parse = (block: Block) => Promise<void> | void;

/** What is parsed, and not compiled: what it is written in, and how a parser is asked. */
const PARSERS: Readonly<Record<string, Parse>> = {
  json: ({ text }) => void JSON.parse(text),
  // JSON with comments is an expression of JavaScript.
  jsonc: ({ text }) => parseScript(`(${text}\n)`, 'js'),
  yaml: ({ text }) => void parseYaml(text),
  hcl: async ({ text }) => void (await parseHcl('block.tf', text)),
  graphql: ({ text }) => void parseGraphql(text),
  js: ({ text }) => parseScript(text, 'js'),
  jsx: ({ text }) => parseScript(text, 'jsx'),
};

/** Blocks of data and of languages that aren't compiled, which their parser refuses. */
export const checkData = async (pages: readonly Page[]): Promise<string[]> => {
  const problems = pages.flatMap((page) =>
    page.blocks.map(async (block) => {
      const parse = block.words.includes('fragment') ? parseFragment : PARSERS[block.language];
      try {
        await parse?.(block);
        return [];
      } catch (error) {
        return [at(page, block.line, `${block.language}: ${reason(error)}`)];
      }
    }),
  );
  return (await Promise.all(problems)).flat();
};

/** What a parser says, in one line; esbuild says first how many errors there are. */
const reason = (error: unknown): string => {
  const [first = '', second = ''] = String(error instanceof Error ? error.message : error).split(
    '\n',
  );
  return /^Transform failed/.test(first) ? second : first;
};

/** Events in `json` blocks and in the quotes of shell blocks that the publisher would park. */
export const checkEvents = (pages: readonly Page[]): string[] =>
  pages.flatMap((page) =>
    page.blocks.flatMap((block) =>
      eventsOf(block).flatMap(({ text, line }) => {
        const decoded = decodeEnvelope(text);
        return decoded.ok ? [] : [at(page, block.line + line, `event: ${decoded.detail}`)];
      }),
    ),
  );

const eventsOf = (block: Block): { readonly text: string; readonly line: number }[] => {
  const texts = block.language === 'json' ? [{ text: block.text, line: 0 }] : wordsOf(block);
  return texts.filter(({ text }) => isEvent(text));
};

const wordsOf = ({ language, text }: Block): { readonly text: string; readonly line: number }[] => {
  if (language !== 'sh') return [];
  try {
    return readCommands(text).flatMap(({ words, line }) =>
      words.map((word) => ({ text: word, line })),
    );
  } catch (error) {
    if (error instanceof ShellError) return [];
    throw error;
  }
};

const isEvent = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'topic' in value;
  } catch {
    return false;
  }
};

const parseFragment: Parse = ({ text, language }) =>
  parseScript(text, language === 'tsx' ? 'tsx' : 'ts');

const parseScript = async (text: string, loader: 'js' | 'jsx' | 'ts' | 'tsx'): Promise<void> => {
  // TypeGraphQL decorates parameters, which the standard's decorators can't.
  const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
  await transform(text, { loader, logLevel: 'silent', tsconfigRaw });
};
