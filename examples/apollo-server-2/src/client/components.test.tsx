// @vitest-environment happy-dom
import {
  ApolloClient,
  ApolloLink,
  ApolloProvider,
  type FetchResult,
  InMemoryCache,
  Observable,
} from '@apollo/client';
import { print } from 'graphql';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { type TestClient, testApp } from 'skein/testing';
import { describe, expect, it, vi } from 'vitest';
import { app } from './comments-app.ts';
import { CommentsPageWithData } from './comments-page.jsx';
import { LatestComment } from './latest-comment.jsx';

/** Runs Apollo Client's operations on an application in this process. */
const testLink = (client: TestClient) =>
  new ApolloLink(
    ({ query, variables }) =>
      new Observable<FetchResult>((observer) => {
        const text = print(query);
        if (!text.startsWith('subscription')) {
          client.execute(text, variables).then((result) => {
            observer.next(result as FetchResult);
            observer.complete();
          }, observer.error.bind(observer));
          return;
        }
        const results = client.subscribe(text, variables);
        void (async () => {
          for await (const result of results) observer.next(result as FetchResult);
        })().catch(observer.error.bind(observer));
        return () => void results.return();
      }),
  );

/** The documentation's `updateQuery` gives posts neither an id nor a type. */
const typePolicies = { Query: { fields: { post: { merge: true } } } };

/** A page that shows `children`, and what its text is. */
function render(children: ReactNode) {
  const t = testApp(app, { patienceMs: Number.POSITIVE_INFINITY });
  const link = testLink(t.client({ connectionParams: { authToken: 'token-of-ada' } }));
  const client = new ApolloClient({ link, cache: new InMemoryCache({ typePolicies }) });
  const container = document.createElement('div');
  const root = createRoot(container);
  root.render(<ApolloProvider client={client}>{children}</ApolloProvider>);
  return {
    text: () => [...container.querySelectorAll('h4, li')].map(({ textContent }) => textContent),
    publish: (postID: string, content: string) =>
      t.publish('COMMENT_ADDED', { commentAdded: { id: content, postID, content } }),
    close: () => root.unmount(),
  };
}

describe('the components of the documentation', () => {
  it('show the latest comment by useSubscription', async () => {
    const page = render(<LatestComment postID="7" />);
    await vi.waitFor(() => expect(page.text()).toEqual(['New comment: ']));
    // Subscribed to in an effect, after the first rendering.
    await vi.waitFor(async () => {
      await page.publish('7', 'here');
      expect(page.text()).toEqual(['New comment: here']);
    });
    await page.publish('8', 'elsewhere');
    await page.publish('7', 'again');
    await vi.waitFor(() => expect(page.text()).toEqual(['New comment: again']));
    page.close();
  });

  it('add new comments to a query by subscribeToNewComments', async () => {
    const page = render(<CommentsPageWithData params={{ postID: '7' }} />);
    await vi.waitFor(() => expect(page.text()).toEqual(['First!']));
    await page.publish('7', 'Second!');
    await vi.waitFor(() => expect(page.text()).toEqual(['Second!', 'First!']));
    page.close();
  });
});
