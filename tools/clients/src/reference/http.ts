import type { IncomingMessage, ServerResponse } from 'node:http';
import { type GraphQLSchema, graphql } from 'graphql';
import { readToken } from './tokens.ts';

/** Answers a query or mutation over HTTP: no more of that protocol than clients need to cause an event. */
export async function executeOverHttp(options: {
  readonly schema: GraphQLSchema;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
}): Promise<void> {
  const { schema, request, response, body } = options;
  let viewer: ReturnType<typeof readToken>;
  try {
    viewer = readToken(request.headers.authorization);
  } catch {
    response.writeHead(401).end();
    return;
  }
  const { query, variables, operationName } = JSON.parse(body);
  const result = await graphql({
    schema,
    source: query,
    contextValue: { viewer },
    variableValues: variables,
    operationName,
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}
