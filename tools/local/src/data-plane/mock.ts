import type { MockIntegration, MockResponse } from './api-definition.ts';
import { evaluateSelection, parseJson, valueAt } from './route-selection.ts';

/** What templates may refer to: the message, and `$context.<name>`. */
export interface TemplateInput {
  readonly body: string;
  readonly context: Readonly<Record<string, string>>;
}

/** What a MOCK integration answers: the status that its request template chose, and the response's text. */
export interface MockAnswer {
  readonly status: number;
  readonly body: string;
}

/** Runs a MOCK integration. Throws where the request template yields no JSON with a `statusCode`. */
export function answerMock(integration: MockIntegration, input: TemplateInput): MockAnswer {
  const request = pickTemplate(
    integration.requestTemplates,
    integration.templateSelectionExpression,
    input,
  );
  const status = request === null ? 200 : statusOf(render(request, input));
  const response = pickResponse(integration.responses ?? [], status);
  const template = pickTemplate(response?.templates, response?.templateSelectionExpression, input);
  return { status, body: template === null ? '' : render(template, input) };
}

/**
 * Renders the part of the mapping language that constant answers need: `$input.body`, `$input.json('$.a')`,
 * `$input.path('$.a')` and `$context.a`. No directives: those stay as they are written.
 */
export function render(template: string, input: TemplateInput): string {
  return template
    .replace(/\$input\.(json|path)\('\$\.?([^']*)'\)/g, (_, kind: string, path: string) => {
      const json = parseJson(input.body);
      const value = path === '' ? json : valueAt(json, path);
      return kind === 'path' && typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    })
    .replace(/\$input\.body/g, () => input.body)
    .replace(/\$context\.([\w.]+)/g, (_, name: string) => input.context[name] ?? '');
}

function pickTemplate(
  templates: Readonly<Record<string, string>> | undefined,
  expression: string | undefined,
  input: TemplateInput,
): string | null {
  if (templates === undefined) return null;
  const key = evaluateSelection(expression ?? '$default', input.body) ?? '$default';
  return templates[key] ?? templates.$default ?? null;
}

function pickResponse(responses: readonly MockResponse[], status: number): MockResponse | null {
  const exact = responses.find(({ key }) => matchesStatus(key, String(status)));
  return exact ?? responses.find(({ key }) => key === '$default') ?? null;
}

function matchesStatus(key: string, status: string): boolean {
  const pattern = /^\/(.*)\/$/.exec(key)?.[1];
  return pattern === undefined ? key === status : new RegExp(`^(?:${pattern})$`).test(status);
}

function statusOf(text: string): number {
  const status = Number(valueAt(parseJson(text), 'statusCode'));
  if (!Number.isInteger(status)) {
    throw new TypeError('A MOCK request template makes JSON with a statusCode.');
  }
  return status;
}
