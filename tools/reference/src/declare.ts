import ts from 'typescript';

export interface Declared {
  readonly kind: 'function' | 'class' | 'type' | 'value';
  /** As TypeScript declares it: bodies left out, comments of members kept. */
  readonly code: string;
  /** The types that it names. */
  readonly mentions: ReadonlySet<ts.Symbol>;
}

/** The declaration of an exported name, as a reader wants it. */
export const declare = (checker: ts.TypeChecker, name: string, symbol: ts.Symbol): Declared => {
  const mentions = new Set<ts.Symbol>();
  const declarations = symbol.declarations ?? [];
  const functions = declarations.flatMap((declaration) => functionOf(declaration) ?? []);
  if (functions.length > 0) {
    const overloads = functions.filter(({ body }) => body === undefined || functions.length === 1);
    const parts = overloads.map((node) => signature(checker, name, node));
    for (const node of overloads) mentionsIn(checker, signatureNodes(node), mentions);
    return { kind: 'function', code: parts.join('\n'), mentions };
  }

  const [declaration] = declarations;
  if (declaration === undefined) throw new Error(`${name} is declared nowhere`);
  if (ts.isClassDeclaration(declaration)) {
    const members = declaration.members.filter((member) => !isPrivate(member));
    mentionsIn(checker, members.flatMap(signatureNodes), mentions);
    return { kind: 'class', code: classText(checker, name, declaration, members), mentions };
  }
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
    mentionsIn(checker, [declaration], mentions);
    return { kind: 'type', code: outdented(declaration), mentions };
  }
  const type = checker.typeToString(checker.getTypeOfSymbol(symbol), declaration);
  return { kind: 'value', code: `declare const ${name}: ${type};`, mentions };
};

type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

const functionOf = (declaration: ts.Declaration): FunctionNode | null => {
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration)) return null;
  const { initializer } = declaration;
  return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    ? initializer
    : null;
};

const signature = (checker: ts.TypeChecker, name: string, node: FunctionNode): string =>
  `function ${name}${typeParameters(node)}(${parametersText(node)}): ${returnText(checker, node)};`;

const typeParameters = ({ typeParameters: list }: FunctionNode): string =>
  list === undefined ? '' : `<${list.map((parameter) => parameter.getText()).join(', ')}>`;

const parametersText = (node: FunctionNode | ts.ConstructorDeclaration): string =>
  node.parameters
    .map((parameter) => {
      const { name, type, initializer, questionToken, dotDotDotToken } = parameter;
      const label = ts.isIdentifier(name) ? name.text : 'options';
      const isOptional = initializer !== undefined || questionToken !== undefined;
      return `${dotDotDotToken ? '...' : ''}${label}${isOptional ? '?' : ''}: ${type?.getText() ?? 'unknown'}`;
    })
    .join(', ');

const returnText = (checker: ts.TypeChecker, node: FunctionNode): string => {
  if (node.type !== undefined) return node.type.getText();
  const made = checker.getSignatureFromDeclaration(node);
  return made === undefined ? 'unknown' : checker.typeToString(made.getReturnType(), node);
};

const classText = (
  checker: ts.TypeChecker,
  name: string,
  node: ts.ClassDeclaration,
  members: readonly ts.ClassElement[],
): string => {
  const heritage = node.heritageClauses?.map((clause) => ` ${clause.getText()}`).join('') ?? '';
  const lines = members.flatMap((member) => {
    if (ts.isConstructorDeclaration(member)) return `  constructor(${parametersText(member)});`;
    if (!ts.isPropertyDeclaration(member)) return [];
    const symbol = checker.getSymbolAtLocation(member.name);
    const type = symbol && checker.typeToString(checker.getTypeOfSymbol(symbol), member);
    const comment = symbol ? ts.displayPartsToString(symbol.getDocumentationComment(checker)) : '';
    const text = `  readonly ${member.name.getText()}: ${type ?? 'unknown'};`;
    return comment === '' ? text : [`  /** ${comment} */`, text];
  });
  return `class ${name}${heritage} {\n${lines.join('\n')}\n}`;
};

const isPrivate = (member: ts.ClassElement): boolean =>
  (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name));

/** The declaration's own text, without `export` and without the linter's notes. */
const outdented = (node: ts.Node): string =>
  node
    .getText()
    .replace(/^export (?:declare )?/, '')
    .split('\n')
    .filter((line) => !/^\s*\/\/ biome-ignore/.test(line))
    .join('\n');

/** What of a function or a member is part of its type. */
const signatureNodes = (node: ts.Node): readonly ts.Node[] => {
  if (ts.isPropertyDeclaration(node)) return node.type === undefined ? [] : [node.type];
  if (!ts.isFunctionLike(node)) return [];
  return [...(node.typeParameters ?? []), ...node.parameters, ...(node.type ? [node.type] : [])];
};

const mentionsIn = (
  checker: ts.TypeChecker,
  nodes: readonly ts.Node[],
  mentions: Set<ts.Symbol>,
): void => {
  const visit = (node: ts.Node): void => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : null;
    const symbol = name && checker.getSymbolAtLocation(name);
    if (symbol) {
      const target =
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (!(target.flags & ts.SymbolFlags.TypeParameter)) mentions.add(target);
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
};
