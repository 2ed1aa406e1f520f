import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { ClientLibrary } from './client.ts';
import { throughGraphqlWs } from './through-graphql-ws.ts';

/** graphql-ws 6 with its defaults, on the `ws` package's sockets. */
export const graphqlWs: ClientLibrary = {
  name: 'graphql-ws',
  afterRefusal: 'gives up',
  open: ({ url, connectionParams = {} }) =>
    throughGraphqlWs(createClient({ url, connectionParams, webSocketImpl: WebSocket })),
};
