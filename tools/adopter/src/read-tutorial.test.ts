import { describe, expect, it } from 'vitest';
import { readTutorial } from './read-tutorial.ts';

describe('readTutorial', () => {
  it('reads files, commands and what these print, in their order', () => {
    const markdown = [
      'Write:',
      '```ts',
      '// src/a.ts',
      'const a = `b`;',
      '```',
      'and run it:',
      '```sh',
      'node src/a.ts',
      '```',
      '```text',
      'one',
      '',
      'two',
      '```',
      '',
    ].join('\n');
    expect(readTutorial(markdown)).toEqual([
      { kind: 'file', name: 'src/a.ts', text: '// src/a.ts\nconst a = `b`;\n' },
      { kind: 'commands', script: 'node src/a.ts\n', endless: false },
      { kind: 'output', lines: ['one', 'two'] },
    ]);
  });

  it('knows a command that the reader ends', () => {
    expect(readTutorial('```sh\nnpx skein dev   # until Ctrl-C\n```')).toMatchObject([
      { endless: true },
    ]);
  });

  it('throws for a file without a name', () => {
    expect(() => readTutorial('```ts\nconst a = 1;\n```')).toThrow('no name in its first line');
  });
});
