import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** One copy of graphql: Node gives dependencies its CommonJS, Vite would give the tests its ES modules. */
const onGraphql = (major: string, copy: string, include: readonly string[]) => ({
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(copy) }] },
  test: {
    name: `graphql-${major}`,
    include: [...include],
    server: { deps: { inline: [/graphql/] } },
  },
});

export default defineConfig({
  test: {
    projects: [
      onGraphql('16', import.meta.resolve('graphql'), configDefaults.include),
      // What Apollo Server 2 is compared with ends at 16.
      onGraphql('17', import.meta.resolve('graphql-17'), [
        'src/{define-app,subscription-field}.test.ts',
        'src/testing/*.test.ts',
      ]),
    ],
  },
});
