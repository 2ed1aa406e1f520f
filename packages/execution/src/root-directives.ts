import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';

const FORBIDDEN = new Set(['skip', 'include']);

/**
 * What stands against `@skip` and `@include` at the root of a subscription (GraphQL, September 2025, 5.2.4.1): the topic
 * follows from the one root field. graphql 17 reports it in these words; 16 takes some and throws at others.
 */
export function forbiddenRootDirectives(document: DocumentNode): readonly GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'subscription') {
      return [];
    }
    const nodes = conditions(definition.selectionSet, fragments);
    if (nodes.length === 0) return [];
    const name =
      definition.name === undefined
        ? 'Anonymous Subscription'
        : `Subscription "${definition.name.value}"`;
    const message = `${name} must not use \`@skip\` or \`@include\` directives in the top level selection.`;
    return [new GraphQLError(message, { nodes })];
  });
}

/** The conditions of a root selection, those inside its fragments included; each fragment is entered once. */
function conditions(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly DirectiveNode[] {
  const found: DirectiveNode[] = [];
  const entered = new Set<string>();
  const open: SelectionSetNode[] = [root];
  for (let set = open.pop(); set !== undefined; set = open.pop()) {
    for (const selection of set.selections) {
      found.push(...(selection.directives ?? []).filter(({ name }) => FORBIDDEN.has(name.value)));
      if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || entered.has(selection.name.value)) continue;
      entered.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) open.push(fragment.selectionSet);
    }
  }
  return found;
}
