import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const PAGE = read('../../../docs/migrate/apollo-server-2.md');
const DIFFS = [...PAGE.matchAll(/```diff\n([\s\S]*?)```/g)].map(([, diff = '']) => diff);

/** Samples of the documentation, formatted as this repository is, beside the files that they became. */
const SAMPLES = [
  ['pubsub', 'samples/pubsub.js'],
  ['publish', 'samples/publish.js'],
  ['create-post', 'samples/create-post.js'],
  ['post-created', 'samples/post-created.js'],
  ['comment-added', 'samples/comment-added.js'],
  ['context', 'samples/context.js'],
  ['on-connect', 'samples/on-connect.js'],
  ['authentication', 'samples/authentication.js'],
  ['path', 'samples/path.js'],
  ['app', 'app.ts'],
] as const;

const changesOf = (sample: string, file: string) =>
  `${lineDiff(read(`../documentation/${sample}.txt`), read(file)).join('\n')}\n`;

describe('the migration page', () => {
  it.each(SAMPLES)('shows every line of the sample %s that changes', (sample, file) => {
    expect(DIFFS).toContain(changesOf(sample, file));
  });

  it('shows no others', () => {
    expect(DIFFS).toHaveLength(
      new Set(SAMPLES.map(([sample, file]) => changesOf(sample, file))).size,
    );
  });
});
