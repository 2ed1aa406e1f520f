import type { Fetcher } from '@graphiql/toolkit';
import { type DocumentNode, Kind, parse } from 'graphql';

/**
 * Makes a fetcher run what it is given. GraphiQL reads an operation's name and kind a tenth of a second after its tab was
 * chosen: what is run before would be sent under the name, and by the way, of the tab before.
 */
export function withOwnName(fetcher: Fetcher): Fetcher {
  return (params, options) => {
    const documentAST = read(params.query);
    if (documentAST === null) return fetcher(params, options);
    return fetcher(
      { ...params, operationName: ownName(documentAST, params.operationName ?? null) },
      { ...options, documentAST },
    );
  };
}

/** Null for what is no document: the server says best what is wrong with it. */
function read(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

/** The chosen name where the document has such an operation, else that of its first one. */
function ownName({ definitions }: DocumentNode, chosen: string | null): string | null {
  const names = definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? [one.name?.value ?? null] : [],
  );
  return names.find((name) => name === chosen) ?? names[0] ?? null;
}
