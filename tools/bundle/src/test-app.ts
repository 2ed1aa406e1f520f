import { realpathSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTestWorkspace } from './test-workspace.ts';

const SKEIN = fileURLToPath(new URL('../../../packages/skein', import.meta.url));
const OWN = fileURLToPath(new URL('../node_modules', import.meta.url));

export const ACCESS = `import { defineAccess } from 'skein/access';
export const access = defineAccess({ authenticate: null });
`;

/** An application's module, but for its imports of access and its schema. */
export const appModule = ({
  access = `import { access } from './access.ts';`,
  schema = `buildSchema('type Query { a: Int }')`,
  topics = '[]',
  head = '',
} = {}): string => `import { buildSchema, GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { createPubSub, defineApp, topic } from 'skein';
${access}
${head}
const pubsub = createPubSub({ topics: ${topics} });
const schema = ${schema};
export const app = defineApp({ schema, pubsub, access });
`;

/** An application outside the workspace that has installed `skein`, graphql and zod, and no handlers. */
export function createTestApp(files: Readonly<Record<string, string>>) {
  const workspace = createTestWorkspace({ ...files, 'node_modules/.keep': '' });
  symlinkSync(SKEIN, workspace.path('node_modules/skein'));
  for (const name of ['graphql', 'zod'])
    symlinkSync(realpathSync(`${OWN}/${name}`), workspace.path(`node_modules/${name}`));
  return workspace;
}
