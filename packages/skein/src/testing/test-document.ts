import { type DocumentNode, getOperationAST, type OperationTypeNode, parse, print } from 'graphql';

/** The types that codegen gives a document: `TypedDocumentNode` of @graphql-typed-document-node/core has them, for one. */
export interface DocumentTypes<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data;
}

/** What codegen writes with `documentMode: 'string'`: a String that bears types. */
export interface TypedText<Data, Variables> extends DocumentTypes<Data, Variables> {
  readonly length: number;
  charAt(position: number): string;
  toString(): string;
}

/** A document: its text, or a node of graphql, with the types of its data and variables where it bears them. */
export type TestDocument<Data, Variables> =
  | string
  | (DocumentNode & DocumentTypes<Data, Variables>)
  | TypedText<Data, Variables>;

/** The data of a document without types. */
export type AnyData = Readonly<Record<string, unknown>>;

/** The variables of a document without types. */
export type AnyVariables = Readonly<Record<string, unknown>>;

/** Variables may be left out where a document requires none. */
export type OperationArgs<Variables> =
  Record<never, never> extends Variables
    ? readonly [variables?: Variables, options?: OperationOptions]
    : readonly [variables: Variables, options?: OperationOptions];

export interface OperationOptions {
  /** Which operation of the document. @default the only one */
  readonly operationName?: string;
}

/** The text that a client sends. */
export function documentText(document: TestDocument<unknown, never>): string {
  return typeof document === 'object' && 'kind' in document ? print(document) : String(document);
}

/** What kind of operation a text asks for; null where only the server can say what is wrong with it. */
export function operationType(
  text: string,
  operationName: string | undefined,
): OperationTypeNode | null {
  try {
    return getOperationAST(parse(text), operationName)?.operation ?? null;
  } catch {
    // The server answers a document that is none with an error of its own: that is what a test may want to see.
    return null;
  }
}
