import { randomUUID } from 'node:crypto';
import { createActivity } from './activity.ts';

/** A request as every client sends it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A GraphQL response as every client hands it out. */
export interface GraphqlResult {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly { readonly message: string }[] | undefined;
}

/** A system with the local system's routes, as its clients see it from outside. */
export interface Target {
  /** `ws://127.0.0.1:<port>/graphql`. */
  readonly socketUrl: string;
  /** `http://127.0.0.1:<port>/graphql`. */
  readonly httpUrl: string;
  /** A query or mutation over HTTP. */
  execute(request: GraphqlRequest, options?: { readonly token?: string }): Promise<GraphqlResult>;
  /** Announces an event, past every resolver. */
  publish(topic: string, payload: unknown): Promise<void>;
  /** Ends the subscriptions with exactly these keys. */
  complete(topic: string, keys: Readonly<Record<string, string>>): Promise<void>;
  /** A signed token for the viewer; a negative number of seconds makes an expired one. */
  token(viewer: string, options?: { readonly expiresInSeconds?: number }): Promise<string>;
  /** DeleteConnection on whoever asked for an operation of that name. */
  dropConnectionOf(operationName: string): Promise<void>;
  close(): void;
}

/** Speaks to the system behind `http://127.0.0.1:<port>`. */
export function createTarget(url: string): Target {
  const activity = createActivity(`${url}/dev/activity`);
  const httpUrl = `${url}/graphql`;
  const announce = async (event: object): Promise<void> => {
    const response = await fetch(`${url}/dev/publish`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  };
  return {
    socketUrl: httpUrl.replace(/^http/, 'ws'),
    httpUrl,
    execute: async (request, { token } = {}) => {
      const response = await fetch(httpUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(request),
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
      return (await response.json()) as GraphqlResult;
    },
    publish: (topic, payload) => announce({ topic, payload }),
    complete: (topic, keys) => announce({ topic, complete: keys }),
    token: async (viewer, { expiresInSeconds = 3_600 } = {}) => {
      const path = `/dev/token/${encodeURIComponent(viewer)}?expiresIn=${expiresInSeconds}`;
      const response = await fetch(url + path);
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
      return (await response.text()).trim();
    },
    dropConnectionOf: async (operationName) => {
      const connectionId = await activity.connectionOf(operationName);
      const path = `/@connections/${encodeURIComponent(connectionId)}`;
      const response = await fetch(url + path, { method: 'DELETE' });
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    },
    close: () => activity.close(),
  };
}

/** A name that no other test has: of a repository, a viewer or an operation. */
export function unique(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
}
