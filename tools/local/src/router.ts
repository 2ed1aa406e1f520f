import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasLocalHost, hasLocalOrigin } from './allowed-origin.ts';
import { type DataPlane, parseManagementUrl } from './data-plane/index.ts';
import type { DevEndpoints } from './dev-endpoints.ts';
import { answerByLambda } from './http-api.ts';
import { respondJson } from './http-body.ts';
import type { LambdaFunction } from './lambda-host/index.ts';
import { serveFile } from './static-files.ts';

export interface RouterOptions {
  readonly plane: DataPlane;
  readonly dev: DevEndpoints;
  readonly graphql: LambdaFunction;
  /** Of GraphQL over HTTP. */
  readonly path: string;
  /** The built console page. */
  readonly consoleDirectory: string;
  /** `loopback`: only requests to a name of this machine are answered. */
  readonly reach: 'loopback' | 'network';
}

/** Answers every HTTP request of the local system's one port. */
export function createRouter(
  options: RouterOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { plane, dev, graphql, path, consoleDirectory, reach } = options;

  return async (request, response) => {
    const { url = '/' } = request;
    const pathname = URL.parse(url, 'http://localhost')?.pathname;
    if (reach === 'loopback' && !hasLocalHost(request)) {
      return respondJson(response, 403, { message: 'the Host header names another machine' });
    }
    if (pathname === undefined) return respondJson(response, 400, { message: 'Bad Request' });
    const isPrivate = pathname.startsWith('/dev/') || parseManagementUrl(url) !== null;
    if (isPrivate && !hasLocalOrigin(request)) {
      return respondJson(response, 403, { message: 'the Origin header names another machine' });
    }
    if (plane.manage(request, response)) return;
    if (pathname.startsWith('/dev/')) return dev.answer(request, response);
    if (pathname === '/healthz') return respondJson(response, 200, { status: 'up' });
    if (pathname === path) return answerGraphql(request, response);
    if (request.method === 'GET' || request.method === 'HEAD') {
      return serveFile({ directory: consoleDirectory, path: decodePath(pathname), response });
    }
    respondJson(response, 404, { message: 'Not Found' });
  };

  async function answerGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
      return;
    }
    const { invoke } = graphql;
    await answerByLambda({ request, response, invoke, now: () => new Date() });
  }
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname; // a malformed escape names no file
  }
}
