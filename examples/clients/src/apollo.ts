// apollo.ts
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { fetchWithToken } from './fetch-with-token.ts';
import { createSocket, type SocketOptions } from './socket.ts';

export interface Endpoints extends Omit<SocketOptions, 'url' | 'refetch'> {
  /** Of GraphQL over HTTP. */
  readonly url: string;
  readonly socketUrl: string;
}

/** Apollo Client whose subscriptions go over the socket, and everything else over HTTP. */
export function createApollo({ url, socketUrl, ...options }: Endpoints) {
  const socket = createSocket({
    ...options,
    url: socketUrl,
    refetch: () => void client.refetchQueries({ include: 'active' }),
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ query }) => {
        const definition = getMainDefinition(query);
        return 'operation' in definition && definition.operation === 'subscription';
      },
      new GraphQLWsLink(socket),
      new HttpLink({ uri: url, fetch: fetchWithToken(options.token) }),
    ),
  });
  return { client, socket };
}
