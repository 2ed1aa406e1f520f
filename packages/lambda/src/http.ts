import { createDocuments, formatErrors } from '@skein/execution';
import { authenticateHttp, type InboundApp, type Operation, requestContext } from '@skein/inbound';
import type { AccessRequest } from '@skein/inbound/access';
import type { Json, JsonObject } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import { GraphQLError, getOperationAST } from 'graphql';
import {
  createHandler,
  type OperationArgs,
  type OperationContext,
  type RequestParams,
  type Response,
} from 'graphql-http';
import { httpRequest } from './access-request.ts';
import type { HttpAnswer, HttpEvent } from './events.ts';

export interface HttpOptions {
  readonly app: InboundApp;
  readonly log: Log;
  readonly nowMs: () => number;
}

/** What is known of a request when its operation runs. */
interface Caller {
  readonly session: Json;
  readonly request: AccessRequest;
}

/**
 * Makes what answers GraphQL over HTTP: authenticates each request (401), then runs its query or mutation by the rules
 * of the specification, which are `graphql-http`'s. Errors are sent as the application's `onError` has them.
 */
export const createHttp = (options: HttpOptions): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const { app, log, nowMs } = options;
  const prepare = createPrepare(options);
  const handle = createHandler<null, Caller, OperationContext>({
    onSubscribe: (request, params) => prepare(params, request.context),
    formatError: (error) => {
      if (!(error instanceof GraphQLError)) return error;
      const [formatted = error] = formatErrors({ app, log, operationId: null }, [error]);
      // It is serialised as it stands, whichever of the two it is.
      return formatted as GraphQLError;
    },
  });

  return async (event) => {
    const request = httpRequest(event);
    const admission = await authenticateHttp({ access: app.access, request, nowMs: nowMs(), log });
    if (admission.outcome === 'refused') {
      log.info('request_refused', { status: 401 });
      return jsonAnswer(401, admission.message ?? 'Unauthorized', { 'www-authenticate': 'Bearer' });
    }
    const { session } = admission.identity;
    return httpAnswer(
      await handle({
        method: event.requestContext.http.method,
        url: urlOf(event),
        headers: request.headers,
        body: bodyOf(event),
        raw: null,
        context: { session, request },
      }),
    );
  };
};

/** Makes what parses, validates and limits an operation and builds its context; what it finds wrong is the answer. */
const createPrepare = ({ app, log }: HttpOptions) => {
  const { schema, limits, validationRules: rules = [] } = app;
  const documents = createDocuments({ schema, maxTokens: limits.documentTokens, rules });

  return async (
    { query, operationName = null, variables = null, extensions = null }: RequestParams,
    { session, request }: Caller,
  ): Promise<OperationArgs<OperationContext> | readonly GraphQLError[]> => {
    const read = documents.read(query);
    if (read.kind !== 'valid') return read.errors;
    const type = getOperationAST(read.document, operationName)?.operation;
    if (type === undefined) return [new GraphQLError('Unknown operation.')];
    if (type === 'subscription') return [new GraphQLError('Subscriptions need a WebSocket.')];

    const operation: Operation = {
      id: null,
      connectionId: null,
      type,
      query,
      operationName,
      // Both were JSON in the request.
      variables: variables as JsonObject | null,
      extensions: extensions as JsonObject | null,
    };
    try {
      const { headers } = request;
      const context = await requestContext({ app, session, operation, headers });
      return {
        schema: app.schema,
        document: read.document,
        operationName,
        variableValues: variables,
        // graphql-http hands it on, whatever it is.
        contextValue: context as OperationContext,
      };
    } catch (error) {
      log.warn('hook_threw', { hook: 'context', error });
      const message = error instanceof Error ? error.message : String(error);
      return [new GraphQLError(message, { originalError: error instanceof Error ? error : null })];
    }
  };
};

// graphql-http cuts the query string at its second question mark, which needs no escape there (RFC 3986, 3.4).
const urlOf = ({ rawPath = '/', rawQueryString = '' }: HttpEvent): string =>
  `${rawPath}?${rawQueryString.replaceAll('?', '%3F')}`;

const bodyOf = ({ body, isBase64Encoded }: HttpEvent): string | null =>
  isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString() : (body ?? null);

const httpAnswer = ([body, { status, headers = {} }]: Response): HttpAnswer => ({
  statusCode: status,
  headers,
  body: body ?? '',
});

/** An answer of ours, in the form of a GraphQL response. */
export const jsonAnswer = (
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify({ errors: [{ message }] }),
});
