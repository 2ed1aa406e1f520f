import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => realpathSync(fileURLToPath(new URL(path, import.meta.url)));

/** What the application has installed. */
const INSTALLED = {
  skein: at('../../../packages/skein'),
  graphql: at('../node_modules/graphql'),
};

/** An application of one's own, and a package beside it that it is partly made of, as in a monorepo. */
const FILES = {
  'package.json': '{ "name": "chat", "type": "module" }',
  '.env': 'GREETING=Hello\n',
  'packages/wording/package.json':
    '{ "name": "wording", "type": "module", "exports": "./index.ts" }',
  'packages/wording/index.ts': `export const worded = (text: string): string => text;\n`,
  'src/access.ts': `import { defineAccess } from 'skein/access';
export const access = defineAccess({ authenticate: null });
`,
  'src/topics.ts': `import { createPubSub, topic } from 'skein/access';
export const said = topic<{ text: string }>('SAID');
export const pubsub = createPubSub({ topics: [said] });
`,
  'src/app.ts': `import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { defineApp } from 'skein';
import { worded } from 'wording';
import { access } from './access.ts';
import { pubsub, said } from './topics.ts';

const text = { type: GraphQLString };
const Message = new GraphQLObjectType({ name: 'Message', fields: { text } });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { version: text } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      said: {
        type: Message,
        subscribe: () => pubsub.subscribe(said),
        resolve: ({ text }) => ({ text: worded(\`\${process.env.GREETING} \${text}\`) }),
      },
    },
  }),
});

export const app = defineApp({ schema, pubsub, access });
`,
} as const;

/** A folder outside the workspace with an application that has installed `skein` and graphql. */
export function createTestApp(files: Readonly<Record<string, string>> = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-cli-')));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries({ ...FILES, ...files })) write(name, text);
  mkdirSync(path('node_modules'));
  for (const [name, from] of Object.entries(INSTALLED))
    symlinkSync(from, path(`node_modules/${name}`));
  symlinkSync(path('packages/wording'), path('node_modules/wording'));
  return {
    folder,
    write,
    edit: (name: string, from: string, to: string) =>
      write(name, readFileSync(path(name), 'utf8').replace(from, to)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
