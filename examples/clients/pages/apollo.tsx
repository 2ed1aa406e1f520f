import { ApolloProvider } from '@apollo/client/react';
import { createApollo } from '../src/apollo.ts';
import { useComments } from '../src/use-comments-apollo.ts';
import { endpoints, REPOSITORY } from './endpoints.ts';
import { mount } from './mount.tsx';
import { Thread } from './thread.tsx';

const { client } = createApollo(endpoints);

function Page() {
  return <Thread {...useComments(REPOSITORY)} />;
}

mount(
  <ApolloProvider client={client}>
    <Page />
  </ApolloProvider>,
);
