import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the migration pages', () => {
  it.each([
    ['aws-lambda-graphql', 'app.ts'],
    ['graphql-lambda-subscriptions', 'topics.ts'],
    ['graphql-lambda-subscriptions', 'access.ts'],
    ['graphql-lambda-subscriptions', 'app.ts'],
    ['subscriptionless', 'app.ts'],
    ['appsync', 'topics.ts'],
    ['appsync', 'access.ts'],
    ['appsync', 'app.ts'],
    ['graphql-ws', 'topics.ts'],
    ['graphql-ws', 'access.ts'],
    ['graphql-ws', 'app.ts'],
  ])('shows, from %s, the %s that is tested', (page, file) => {
    const block = `\`\`\`ts\n// ${file}\n${read(`${page}/${file}`)}\`\`\``;
    expect(read(`../../../docs/migrate/${page}.md`)).toContain(block);
  });
});
