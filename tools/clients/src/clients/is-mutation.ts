import { type DocumentNode, getOperationAST } from 'graphql';

/** Whether a document's one operation is a mutation: most libraries have a call for queries and another for these. */
export function isMutation(document: DocumentNode): boolean {
  return getOperationAST(document)?.operation === 'mutation';
}
