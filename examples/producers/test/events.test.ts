import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from '@cdktf/hcl2json';
import { decodeEnvelope } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { accepts } from './accepts.ts';

const text = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');

const batch: readonly { readonly Message: string }[] = JSON.parse(text('events/batch.json'));
const [target] = JSON.parse(text('eventbridge/targets.json'));
const { InputPathsMap, InputTemplate } = target.InputTransformer;

const event = {
  ...{ version: '0', id: 'b-1', 'detail-type': 'CommentAdded', source: 'com.example.forge' },
  time: '2026-01-31T12:00:00Z',
  detail: { id: '1', repositoryName: 'apollo/client', content: 'a "quote"' },
};

/** What EventBridge makes of a template: each placeholder stands in the place of a JSON value. */
function transform(template: string, paths: Readonly<Record<string, string>>): string {
  return template.replaceAll(/<(\w+)>/g, (_placeholder, name: string) => {
    const [, ...members] = (paths[name] ?? '').split('.');
    const value = members.reduce<unknown>(
      (object, member) => (object as Readonly<Record<string, unknown>>)[member],
      event,
    );
    return JSON.stringify(value);
  });
}

describe('an event', () => {
  it.each<[file: string, message: string]>([
    ['comment-added.json', text('events/comment-added.json')],
    ['complete.json', text('events/complete.json')],
    ...batch.map(({ Message }): [string, string] => ['batch.json', Message]),
    ['targets.json', transform(InputTemplate, InputPathsMap)],
  ])('of %s is one that the schema takes, and the publisher', (_file, message) => {
    expect(accepts(JSON.parse(message))).toBe(true);
    expect(decodeEnvelope(message)).toMatchObject({ ok: true });
  });
});

describe('the input transformer', () => {
  it('makes the payload of the detail', () => {
    expect(JSON.parse(transform(InputTemplate, InputPathsMap))).toEqual({
      topic: 'COMMENT_ADDED',
      payload: event.detail,
      id: event.id,
      time: event.time,
    });
  });

  it('is the same in Terraform', async () => {
    const { resource } = await parse('main.tf', text('eventbridge/main.tf'));
    const [{ input_transformer }] = resource.aws_cloudwatch_event_target.skein;
    expect(input_transformer).toEqual([
      { input_paths: InputPathsMap, input_template: InputTemplate },
    ]);
    const [{ event_pattern }] = resource.aws_cloudwatch_event_rule.comments;
    for (const name of ['com.example.forge', 'CommentAdded']) {
      expect(event_pattern).toContain(name);
      expect(text('eventbridge/pattern.json')).toContain(name);
    }
  });
});
