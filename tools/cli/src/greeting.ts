/** What `skein dev` prints when everything is up: where it is, and one thing to try. */
export function greeting(options: {
  readonly url: string;
  readonly subscriptionsUrl: string;
}): string {
  const page = new URL('/', options.url).href;
  const publish = new URL('/dev/publish', options.url).href;
  return `
🚀 Server ready at ${options.url}
🚀 Subscriptions ready at ${options.subscriptionsUrl}
🚀 Console ready at ${page}

Try it: open the console, run the tab "Posts", then announce a post from anywhere:

  curl ${publish} -d '${EXAMPLE}'

Ctrl-C ends it.`;
}

const EXAMPLE = JSON.stringify({
  topic: 'POST_CREATED',
  payload: { id: '1', author: 'Ada', comment: 'Hello', createdAt: '2026-01-31T12:00:00Z' },
});
