import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOLDER, makeReference } from './reference.ts';

describe('docs/reference', async () => {
  const made = await makeReference();

  it('is what the sources say: npx pnpm --filter @skein/reference write', () => {
    const committed = readdirSync(FOLDER).map(
      (name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const,
    );
    expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(made));
  });

  it('describes what an application begins with', () => {
    const page = made.get('skein.md') ?? '';
    expect(page).toContain('### `defineApp`\n\nPuts an application together');
    expect(page).toMatch(/function defineApp<Session = null, .*?\): App;/s);
    expect(page).toContain('Names [`App`](#app), [`AppOptions`](#appoptions)');
    expect(page).toMatch(/### `AppOptions`.*?readonly schema: GraphQLSchema;/s);
  });
});
