import { describe, expect, it } from 'vitest';
import { checkCommands, loadTools } from './commands.ts';
import { checkData, checkEvents } from './data.ts';
import { checkLinks, checkReach } from './links.ts';
import { readPage } from './page.ts';
import { checkSnippets } from './snippets.ts';
import { checkStyle } from './style.ts';

const page = (text: string, path = 'docs/page.md') => readPage(path, text);
const block = (info: string, ...lines: string[]) =>
  [`\`\`\`${info}`, ...lines, '```', ''].join('\n');
const sh = (...lines: string[]) => page(block('sh', ...lines));

describe('checkSnippets', () => {
  it('names the page and the line of what does not compile', async () => {
    const text = `# Title\n\n${block('ts', 'const one: number = 1;', "const two: number = 'two';")}`;
    const [problem, ...more] = await checkSnippets([page(text)]);
    expect(problem).toMatch(/^docs\/page\.md:5: TS2322: /);
    expect(more).toEqual([]);
  });

  it('lets snippets import the named files of their page, by either extension, and of no other', async () => {
    const named = block('ts', '// src/one.ts', 'export const one = 1;');
    const use = (from: string) => block('ts', `import { one } from '${from}';`, 'one.toFixed();');
    const own = page(named + use('./src/one.ts') + use('./src/one.js'));
    const other = page(use('./src/one.ts'), 'docs/other.md');
    const problems = await checkSnippets([own, other]);
    expect(problems).toEqual([expect.stringMatching(/^docs\/other\.md:2: TS2307/)]);
  });

  it('compiles a file that is shown again, changed, with the snippets behind it', async () => {
    const one = (type: string) =>
      block('ts', '// one.ts', `export const one: ${type} = {} as ${type};`);
    const use = block('ts', "import { one } from './one.ts';", 'one.toFixed();');
    const problems = await checkSnippets([page(one('number') + use + one('string') + use)]);
    expect(problems).toEqual([expect.stringMatching(/^docs\/page\.md:15: TS2551/)]);
  });

  it('compiles JSX, and neither fragments nor other languages', async () => {
    const fine = block('tsx', 'export const Page = () => <p>{1}</p>;');
    const fragment = block('ts fragment', 'unknown();');
    expect(await checkSnippets([page(fine + fragment + block('js', 'unknown();'))])).toEqual([]);
  });

  it('lets a README import the sources beside it', async () => {
    const own = page(
      block('ts', "import { ROOT } from './src/root.ts';", 'ROOT.trim();'),
      'tools/docs/README.md',
    );
    expect(await checkSnippets([own])).toEqual([]);
  });
});

describe('checkLinks', () => {
  it('objects to files, anchors and addresses that are not there', () => {
    const text = '# A title\n\n[a](nowhere.md) [b](#a-title) [c](#another) [d](http://example.com)';
    expect(checkLinks([page(text)])).toEqual([
      'docs/page.md:3: "nowhere.md": there is no docs/nowhere.md',
      'docs/page.md:3: "#another": docs/page.md has no heading for #another',
      'docs/page.md:3: "http://example.com" is not https',
    ]);
  });

  it("makes anchors by GitHub's rules", () => {
    const text =
      '## `skein dev`, and more!\n## Twice\n## Twice\n\n[a](#skein-dev-and-more) [b](#twice-1)';
    expect(checkLinks([page(text)])).toEqual([]);
  });
});

describe('checkReach', () => {
  it('finds the page that nobody links to', () => {
    const pages = [
      page('[one](one.md)', 'docs/README.md'),
      page('[two](two.md)', 'docs/one.md'),
      page('two', 'docs/two.md'),
      page('three', 'docs/three.md'),
      page('elsewhere', 'packages/x/README.md'),
    ];
    expect(checkReach(pages, 'docs/README.md')).toEqual([
      'docs/three.md:1: no link leads here from docs/README.md',
    ]);
  });
});

describe('checkCommands', async () => {
  const tools = await loadTools();
  const problemsOf = (...lines: string[]) => checkCommands([sh(...lines)], tools);

  it.for([
    'skein dev src/app.ts --port 0',
    'npx skein bundle src/app.ts',
    'PORT=4001 npx pnpm start packages/schema/src/app.ts # a comment',
    'npx pnpm --filter @skein/policy test && npx pnpm check',
    'npx pnpm ship pack --version 1.2.3',
    'npx pnpm ship apply --environment dev --approved <digest>',
    'terraform -chdir=infra/environments/dev apply',
    'cd infra/environments/dev',
    'mkdir my-app && cd my-app',
    'cp -r packages/schema examples/mine && cat examples/mine/package.json',
    'npm install graphql@16',
  ])('takes %s', (line) => {
    expect(problemsOf(line)).toEqual([]);
  });

  it.for([
    ['skein deploy', 'There is no command "deploy"'],
    ['npx skein bundle --port 1', 'no flag --port'],
    ['npx pnpm start --speed 9', 'no flag --speed'],
    ['npx pnpm dance', 'no such script'],
    ['npx pnpm --filter @skein/nobody test', 'no such package'],
    ['npx pnpm ship home', 'no such command'],
    ['npx pnpm ship pack --colour red', "Unknown option '--colour'"],
    ['cd infra/nowhere', 'no such folder'],
    ['cat packages/schema/src/nothing.ts', 'the repository has no packages/schema/src/nothing.ts'],
    ["echo 'open", 'a quote stays open'],
  ])('objects to %s', ([line, problem]) => {
    expect(problemsOf('# first', line ?? '')).toEqual([
      expect.stringMatching(new RegExp(`^docs/page\\.md:3: .*${problem}`)),
    ]);
  });

  it('skips here-documents, and reads on behind them', () => {
    const lines = ["cat > app.ts <<'EOF'", 'skein dance', 'EOF', 'skein dance'];
    expect(problemsOf(...lines)).toEqual([expect.stringMatching(/^docs\/page\.md:5: /)]);
  });
});

describe('checkData', () => {
  it.for([
    ['json', '{"a": 1,}'],
    ['jsonc', '{"a": 1 "b": 2}'],
    ['yaml', 'a: [1'],
    ['hcl', 'module "a" {'],
    ['graphql', 'type Query {'],
    ['js', 'const = 1;'],
    ['ts fragment', 'const = 1;'],
  ])('objects to %s that does not parse', async ([info = '', text = '']) => {
    expect(await checkData([page(block(info, text))])).toEqual([
      expect.stringMatching(/^docs\/page\.md:2: /),
    ]);
  });

  it.for([
    ['json', '{"a": 1}'],
    ['jsonc', '// a comment\n{"a": 1, // another\n}'],
    ['yaml', 'a: [1]'],
    ['hcl', 'module "a" {\n  source = "./a"\n}'],
    ['graphql', 'subscription { postCreated { id } }'],
    ['js', 'export default { test: true };'],
    ['ts fragment', 'type Viewer = { id: string };'],
  ])('takes %s', async ([info = '', text = '']) => {
    expect(await checkData([page(block(info, text))])).toEqual([]);
  });
});

describe('checkEvents', () => {
  it('objects to an event in JSON, and in quotes of a command', () => {
    const json = block('json', '{"topic": "", "payload": {}}');
    const quoted = block('sh', 'aws sns publish --message \'{"topic":7}\'');
    expect(checkEvents([page(json + quoted)])).toEqual([
      'docs/page.md:2: event: topic: expected a non-empty string',
      'docs/page.md:5: event: topic: expected a non-empty string',
    ]);
  });
});

describe('checkStyle', () => {
  it('objects to unfinished pages, paths of one machine, and pages without end', () => {
    const text = ['TODO', 'see /home/ada/skein', ...Array(300).fill('line')].join('\n');
    expect(checkStyle([page(text)])).toEqual([
      expect.stringMatching(/302 lines/),
      'docs/page.md:1: "TODO": unfinished',
      'docs/page.md:2: "/home/ada": a path of one machine',
    ]);
  });

  it('objects to a client that retries a verdict, but where it says why', () => {
    const text = '  shouldRetry: () => true,';
    expect(checkStyle([page(text), page(text, 'docs/clients.md')])).toEqual([
      expect.stringMatching(/^docs\/page\.md:1: "shouldRetry: \(\) => true": it retries/),
    ]);
  });
});
