import { HttpLink, split } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';

/** The same on graphql-ws, for when you come to it: the same endpoint, the same parameters. */
export function createLink({ httpUri, wsUri, user }) {
  const httpLink = new HttpLink({
    uri: httpUri,
  });

  const client = createClient({
    url: wsUri,
    // API Gateway closes a connection on which nothing was said for 10 minutes.
    keepAlive: 300_000,
    shouldRetry: () => true,
    connectionParams: {
      authToken: user.authToken,
    },
  });

  const splitLink = split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
    },
    new GraphQLWsLink(client),
    httpLink,
  );
  return { link: splitLink, close: () => client.dispose() };
}
