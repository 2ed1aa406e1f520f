import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Activity, createActivity } from './activity.ts';
import { hasLocalHost, isLoopback } from './allowed-origin.ts';
import { type Backend, type ReplacingCode, startBackend } from './backend.ts';
import { createCurrentApplication, type OwnApplication } from './current-application.ts';
import { createDataPlane, type Observation } from './data-plane/index.ts';
import { createDevEndpoints } from './dev-endpoints.ts';
import { createDevTokens, type DevTokens } from './dev-tokens.ts';
import { createHandshakeNotices } from './handshake-notices.ts';
import { respondJson } from './http-body.ts';
import { localApi } from './local-api.ts';
import { messageOf } from './message-of.ts';
import { createRouter } from './router.ts';
import { startTicker } from './ticker.ts';

export interface LocalSystemOptions {
  /** Already listening, on `port`. */
  readonly server: Server;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly subscriptionsPath: string;
  readonly code: Promise<SystemCode>;
  readonly consoleDirectory: string;
  readonly persist: string | null;
  readonly logLevel: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tickMs: number | null;
  readonly print: (line: string) => void;
  /** Null where nobody wants to know. */
  readonly notice: ((line: string) => void) | null;
}

export interface SystemCode {
  /** The folder of the zips. */
  readonly distDir: string;
  /** Null for the reference application. */
  readonly application: OwnApplication | null;
}

/** A running system, as far as its server does not tell. */
export interface System extends Pick<Backend, 'publish' | 'close'> {
  /** Runs other code. Rejects with a `LoadError`, and changes nothing, where it does not load. */
  reload(code: ReplacingCode & SystemCode): Promise<Reloaded>;
}

export interface Reloaded {
  /** The functions that run other code or with other variables than before. */
  readonly functions: readonly string[];
  /** The sockets that are open, and stayed so. */
  readonly sockets: number;
}

/** How long clients and their `$disconnect` may take when the system stops. */
const DISCONNECT_GRACE_MS = 1000;

/** Puts a backend behind a data plane, and both behind a server that listens already. */
export async function startSystem(options: LocalSystemOptions): Promise<System> {
  const { server, port, host, print } = options;
  let answer = answerStarting(null);
  server.on('request', (request, response) => answer(request, response));
  const tokens = await createDevTokens({ now: () => new Date() });
  answer = answerStarting(tokens);
  const activity = createActivity();
  const connectionsUrl = `http://${isWildcard(host) ? '127.0.0.1' : bracketed(host)}:${port}`;
  const { issuer, audience } = tokens;
  const auth = { jwksUrl: `${connectionsUrl}/dev/jwks.json`, issuer, audience };
  const backend = await startBackend({
    ...options,
    distDir: options.code.then(({ distDir }) => distDir),
    connectionsUrl,
    auth,
  });
  const { functions, publish } = backend;
  const describe = async (own: OwnApplication | null, variables: ReplacingCode['variables']) => ({
    name: own?.name ?? null,
    schema: own?.schema ?? null,
    takesTokens:
      !('AUTH_JWKS_URL' in variables) &&
      (own === null || (await functions.message.names('AUTH_JWKS_URL'))),
  });
  const { application: first } = await options.code;
  const application = createCurrentApplication(await describe(first, options.variables));
  let closing = false;
  const unlessClosing = (write: (line: string) => void) => (line: string) => {
    if (!closing) write(line);
  };
  const printUnlessClosing = unlessClosing(print);
  const { notice } = options;
  const { isAnonymous } = backend;
  const noticing =
    notice === null ? [] : [createHandshakeNotices({ isAnonymous, notice: unlessClosing(notice) })];
  const plane = createDataPlane({
    api: localApi(functions),
    paths: [options.subscriptionsPath, '/local'],
    observe: observeInto([activity.observe, ...noticing], printUnlessClosing),
  });
  const dev = createDevEndpoints({ tokens, activity, application, publish });
  const reach = isLoopback(host) ? 'loopback' : 'network';
  const { path, consoleDirectory } = options;
  const route = createRouter({
    plane,
    dev,
    graphql: functions.graphql,
    path,
    consoleDirectory,
    reach,
  });

  answer = (request, response) => {
    route(request, response).catch((error) => fail(response, error, printUnlessClosing));
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (reach === 'loopback' && !hasLocalHost(request)) socket.destroy();
    else plane.upgrade(request, socket, head);
  });
  const onError = (error: unknown): void => print(`the ticker could not publish: ${error}`);
  const { tickMs } = options;
  const ticker = tickMs === null ? null : startTicker({ intervalMs: tickMs, publish, onError });

  let reloading: Promise<unknown> = Promise.resolve();
  const reload: System['reload'] = async ({ application: own, ...code }) => {
    const replaced = await backend.replace(code);
    application.set(await describe(own, code.variables));
    return { functions: replaced, sockets: activity.snapshot().connections.length };
  };

  return {
    publish,
    reload: (code) => {
      // One after the other: what is loaded last is what runs.
      const next = reloading.catch(() => undefined).then(() => reload(code));
      reloading = next;
      return next;
    },
    close: async () => {
      closing = true;
      ticker?.stop();
      await reloading.catch(() => undefined);
      await plane.close({ graceMs: DISCONNECT_GRACE_MS });
      await backend.close();
    },
  };
}

/** Lambdas may ask for the keys as soon as they are loaded; everything else waits until all is up. */
function answerStarting(tokens: DevTokens | null): RequestListener {
  return (request, response) => {
    request.resume();
    if (tokens !== null && request.url === '/dev/jwks.json')
      respondJson(response, 200, tokens.jwks);
    else respondJson(response, 503, { status: 'starting' });
  };
}

function observeInto(observers: readonly Activity['observe'][], print: (line: string) => void) {
  return (observation: Observation): void => {
    for (const observe of observers) observe(observation);
    if (observation.kind !== 'integration-failed') return;
    print(`[gateway] ${observation.routeKey} failed: ${messageOf(observation.error)}`);
  };
}

function fail(response: ServerResponse, error: unknown, print: (line: string) => void): void {
  print(`[gateway] a request failed: ${messageOf(error)}`);
  if (response.headersSent) response.destroy();
  else respondJson(response, 500, { message: 'Internal Server Error' });
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
