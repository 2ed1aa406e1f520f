import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

const QUOTES: Readonly<Record<string, readonly string[]>> = {
  'producers.md': [
    'events/comment-added.json',
    'events/complete.json',
    'aws-cli/publish.sh',
    'src/publish.ts',
    'python/events.py',
  ],
  'producers/go.md': ['go/main.go'],
  'producers/aws-services.md': [
    'eventbridge/main.tf',
    'eventbridge/targets.json',
    'eventbridge/rule.sh',
    'src/dynamodb-stream.ts',
  ],
  'producers/other-messages.md': ['src/decode-event.ts', 'src/topics.ts'],
};

const quotes = Object.entries(QUOTES).flatMap(([page, files]) =>
  files.map((file) => ({ page, file })),
);

describe('the documentation', () => {
  it.each(quotes)('quotes $file in $page as it is', ({ page, file }) => {
    const blocks = read(`../../docs/${page}`).matchAll(/^```\w+.*\n([\s\S]*?)^```$/gm);
    expect([...blocks].map(([, text]) => text)).toContain(read(file));
  });
});
