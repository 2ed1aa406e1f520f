/** What a reader does with a block of a tutorial, in its order. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  /** Commands for a shell; the last of them may be one that runs until it is interrupted. */
  | { readonly kind: 'commands'; readonly script: string; readonly endless: boolean }
  /** Lines that the commands before it print, or parts of them. */
  | { readonly kind: 'output'; readonly lines: readonly string[] };

const BLOCK = /^```(\w+)\n(.*?)^```$/gms;
const FILE_NAME = /^\/\/ (\S+)\n/;

/** Every block of a Markdown text; throws for one that no reader would know what to do with. */
export const readTutorial = (markdown: string): readonly Step[] =>
  [...markdown.matchAll(BLOCK)].map(([, language = '', text = '']) => stepOf(language, text));

function stepOf(language: string, text: string): Step {
  if (language === 'sh') {
    return { kind: 'commands', script: text, endless: text.includes('# until Ctrl-C') };
  }
  if (language === 'text') {
    return { kind: 'output', lines: text.split('\n').filter((line) => line.trim() !== '') };
  }
  const name = FILE_NAME.exec(text)?.[1];
  if (name === undefined) throw new Error(`A block has no name in its first line:\n${text}`);
  return { kind: 'file', name, text };
}
