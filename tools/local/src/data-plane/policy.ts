/** Whether an IAM policy lets `execute-api:Invoke` reach a resource: an explicit Deny wins, and silence denies. */
export function allows(policyDocument: unknown, resource: string): boolean {
  const matching = statementsOf(policyDocument).filter(
    (statement) =>
      matchesAny(statement.Action, 'execute-api:Invoke') &&
      matchesAny(statement.Resource, resource),
  );
  if (matching.some((statement) => statement.Effect === 'Deny')) return false;
  return matching.some((statement) => statement.Effect === 'Allow');
}

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

function statementsOf(policyDocument: unknown): readonly Statement[] {
  if (typeof policyDocument !== 'object' || policyDocument === null) return [];
  const statement = 'Statement' in policyDocument ? policyDocument.Statement : [];
  return (Array.isArray(statement) ? statement : [statement]).filter(
    (one) => typeof one === 'object' && one !== null,
  );
}

function matchesAny(patterns: unknown, text: string): boolean {
  const list: readonly unknown[] = Array.isArray(patterns) ? patterns : [patterns];
  return list.some((pattern) => typeof pattern === 'string' && matchesWildcard(pattern, text));
}

function matchesWildcard(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = escaped.replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}
