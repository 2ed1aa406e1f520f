import { Provider } from 'urql';
import { createUrql } from '../src/urql.ts';
import { useComments } from '../src/use-comments-urql.ts';
import { endpoints, REPOSITORY } from './endpoints.ts';
import { mount } from './mount.tsx';
import { Thread } from './thread.tsx';

const { client } = createUrql(endpoints);

function Page() {
  return <Thread {...useComments(REPOSITORY)} />;
}

mount(
  <Provider value={client}>
    <Page />
  </Provider>,
);
