import type { GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { WebSocketServer } from 'ws';
import { readToken } from './tokens.ts';
import { tokenOf, viewerOf } from './viewer.ts';

/** Serves graphql-transport-ws by graphql-ws's reference server. */
export function serveTransport(sockets: WebSocketServer, schema: GraphQLSchema): void {
  useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        try {
          readToken(tokenOf(connectionParams));
          return true;
        } catch {
          return false;
        }
      },
      context: ({ connectionParams, extra }) => ({
        viewer: viewerOf(extra.request, connectionParams),
      }),
      // Keep-alive pings are no frames of the protocol, and nothing here lasts so long.
    },
    sockets,
    0,
  );
}
