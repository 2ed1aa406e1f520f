import { describe, expect, it } from 'vitest';
import type { MockIntegration } from './api-definition.ts';
import { answerMock, render } from './mock.ts';

const input = {
  body: '{"type":"ping","id":"7","payload":{"a":[1]}}',
  context: { connectionId: 'c=', requestId: 'r=' },
};

function answer(mock: Omit<MockIntegration, 'kind'>) {
  return answerMock({ kind: 'mock', ...mock }, input);
}

describe('answerMock', () => {
  it('answers nothing when there are no responses', () => {
    expect(answer({})).toEqual({ status: 200, body: '' });
  });

  it('chooses the response by the status of the request template', () => {
    const responses = [
      { key: '200', templates: { $default: 'ok' } },
      { key: '/4\\d\\d/', templates: { $default: 'client' } },
      { key: '$default', templates: { $default: 'other' } },
    ];
    const bodies = [200, 404, 500].map((statusCode) => {
      const requestTemplates = { $default: JSON.stringify({ statusCode }) };
      return answer({ requestTemplates, responses });
    });
    expect(bodies).toEqual([
      { status: 200, body: 'ok' },
      { status: 404, body: 'client' },
      { status: 500, body: 'other' },
    ]);
  });

  it('chooses templates by their selection expression, $default for the rest', () => {
    const templates = { '7': 'seven', $default: 'any' };
    const choose = (templateSelectionExpression: string) =>
      answer({ responses: [{ key: '$default', templates, templateSelectionExpression }] }).body;
    expect([choose('$request.body.id'), choose('$request.body.other')]).toEqual(['seven', 'any']);
  });

  it('throws when the request template makes no statusCode', () => {
    expect(() => answer({ requestTemplates: { $default: '{}' } })).toThrow(/statusCode/);
  });
});

describe('render', () => {
  it.each([
    ['constant', 'constant'],
    ['$input.body', input.body],
    ["$input.path('$.id')", '7'],
    ["$input.json('$.id')", '"7"'],
    ["$input.json('$.payload')", '{"a":[1]}'],
    ["$input.path('$.missing')", ''],
    ["$input.json('$')", input.body],
    ['$context.connectionId/$context.requestId/$context.no', 'c=/r=/'],
  ])('renders %s', (template, expected) => {
    expect(render(template, input)).toBe(expected);
  });
});
