import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { WebSocket } from 'ws';
import { createApollo, type Endpoints } from '../src/apollo.ts';
import { COMMENT_ADDED, COMMENTS, type Comment } from '../src/comments.ts';
import { createLegacyClient } from '../src/legacy.ts';
import { listen } from '../src/listen.ts';
import { createPlainClient } from '../src/plain.ts';
import { createRelayNetwork } from '../src/relay.ts';
import { createSocket } from '../src/socket.ts';
import { createUrql } from '../src/urql.ts';

export interface OpenOptions extends Omit<Endpoints, 'webSocketImpl'> {
  readonly refetch: () => void;
  readonly onComment: (comment: Comment) => void;
  /** What ended the subscription. */
  readonly onEnd: (reason: string) => void;
}

interface OpenClient {
  /** Subscribes to the comments on a repository. */
  subscribe(repoFullName: string): void;
  close(): void | Promise<void>;
}

/** A recipe behind the few words that the tests need. */
export interface Recipe {
  readonly name: string;
  /** Whether it reads the state by itself, over HTTP; else it calls `refetch`. */
  readonly reads?: boolean;
  open(options: OpenOptions): OpenClient;
}

interface Data {
  readonly commentAdded: Comment;
}

export const graphqlWs: Recipe = {
  name: 'graphql-ws',
  open: ({ socketUrl, onComment, onEnd, ...options }) => {
    const socket = createSocket({ ...options, url: socketUrl, webSocketImpl: WebSocket });
    return {
      subscribe: async (repoFullName) => {
        try {
          for await (const comment of listen(socket, repoFullName)) onComment(comment);
          onEnd('complete');
        } catch (problem) {
          onEnd(describe(problem));
        }
      },
      close: () => socket.dispose(),
    };
  },
};

export const apollo: Recipe = {
  name: 'Apollo Client',
  reads: true,
  open: ({ onComment, onEnd, ...options }) => {
    const { client, socket } = createApollo(options);
    return {
      subscribe: (repoFullName) => {
        const watched = { query: parse(COMMENTS), variables: { repoFullName } };
        client.watchQuery(watched).subscribe({ error: () => undefined });
        client
          .subscribe<Data>({ query: parse(COMMENT_ADDED), variables: { repoFullName } })
          .subscribe({
            next: ({ data, ...rest }) => {
              if (data != null) onComment(data.commentAdded);
              // Version 4 gives errors here, version 3 below.
              if ('error' in rest && rest.error !== undefined) onEnd(describe(rest.error));
            },
            error: (problem) => onEnd(describe(problem)),
          });
      },
      close: () => {
        client.stop();
        return socket.dispose();
      },
    };
  },
};

export const urql: Recipe = {
  name: 'urql',
  reads: true,
  open: ({ onComment, onEnd, ...options }) => {
    const { client, socket } = createUrql(options);
    return {
      subscribe: (repoFullName) => {
        const variables = { repoFullName };
        client.query(COMMENTS, variables).subscribe(() => undefined);
        client.subscription<Data>(COMMENT_ADDED, variables).subscribe(({ data, error }) => {
          if (error !== undefined) onEnd(describe(error));
          else if (data != null) onComment(data.commentAdded);
        });
      },
      close: () => socket.dispose(),
    };
  },
};

export const relay: Recipe = {
  name: 'Relay',
  open: ({ onComment, onEnd, ...options }) => {
    const { network, socket } = createRelayNetwork(options);
    return {
      subscribe: (repoFullName) => {
        // What Relay's compiler makes of a document.
        const request = {
          ...{ id: null, cacheID: 'CommentAdded', name: 'CommentAdded', text: COMMENT_ADDED },
          ...{ operationKind: 'subscription' as const, metadata: {} },
        };
        network.execute(request, { repoFullName }, {}).subscribe({
          next: (response) => {
            const { data } = response as { readonly data?: Data | null };
            if (data != null) onComment(data.commentAdded);
          },
          error: (problem: Error) => onEnd(describe(problem)),
        });
      },
      close: () => socket.dispose(),
    };
  },
};

export const plain: Recipe = {
  name: 'a plain WebSocket',
  open: ({ socketUrl, onComment, onEnd, ...options }) => {
    const client = createPlainClient({ ...options, url: socketUrl });
    return {
      subscribe: (repoFullName) => {
        try {
          client.subscribe(
            { query: COMMENT_ADDED, variables: { repoFullName } },
            {
              next: ({ data }) => {
                if (data != null) onComment(data.commentAdded as Comment);
              },
              error: onEnd,
              complete: () => onEnd('complete'),
            },
          );
        } catch (problem) {
          onEnd(describe(problem));
        }
      },
      close: client.close,
    };
  },
};

export const legacy: Recipe = {
  name: 'subscriptions-transport-ws',
  open: ({ socketUrl, token, refetch, onComment, onEnd }) => {
    const client = createLegacyClient({
      ...{ url: socketUrl, token, refetch, onRefused: onEnd, webSocketImpl: WebSocket },
    });
    return {
      subscribe: (repoFullName) => {
        client.request({ query: COMMENT_ADDED, variables: { repoFullName } }).subscribe({
          next: ({ data }) => {
            if (data != null) onComment(data.commentAdded as Comment);
          },
          error: (problem) => onEnd(describe(problem)),
        });
      },
      close: () => client.close(),
    };
  },
};

const MAIN = fileURLToPath(new URL('../python/main.py', import.meta.url));

/** `bin` has the programs of an environment with gql. The program asks a URL for its tokens. */
export function pythonGql(bin: string): Recipe {
  return {
    name: 'Python gql',
    open: ({ socketUrl, token, spreadMs = 5_000, onComment, onEnd }) => {
      const tokens = createServer(async (_request, response) => response.end(await token()));
      let program: ChildProcess | undefined;
      return {
        subscribe: async (repoFullName) => {
          tokens.listen(0, '127.0.0.1');
          await once(tokens, 'listening');
          const { port } = tokens.address() as AddressInfo;
          const args = [socketUrl, `http://127.0.0.1:${port}/`, repoFullName, spreadMs / 1_000];
          const child = spawn(`${bin}/python`, [MAIN, ...args.map(String)], {
            stdio: ['ignore', 'pipe', 'pipe'],
          });
          program = child;
          createInterface(child.stdout).on('line', (line) => onComment(JSON.parse(line)));
          let problem = '';
          child.stderr.on('data', (chunk) => {
            problem += chunk;
          });
          child.once('close', () => onEnd(problem));
        },
        close: () => {
          program?.kill();
          tokens.close();
        },
      };
    },
  };
}

function describe(problem: unknown): string {
  if (Array.isArray(problem)) return problem.map(describe).join('; ');
  if (typeof problem !== 'object' || problem === null) return String(problem);
  if ('message' in problem && problem.message !== '') return String(problem.message);
  return 'reason' in problem ? String(problem.reason) : String(problem);
}
