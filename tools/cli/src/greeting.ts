export interface GreetingOptions {
  readonly url: string;
  readonly subscriptionsUrl: string;
  /** The folder of an application of one's own, which is watched; null for the apps of the workspace. */
  readonly folder: string | null;
}

/** What `skein dev` prints when everything is up: where it is, and one thing to try. */
export function greeting({ url, subscriptionsUrl, folder }: GreetingOptions): string {
  const page = new URL('/', url).href;
  const publish = new URL('/dev/publish', url).href;
  const { first, event, last } = folder === null ? REFERENCE : ownApp(folder);
  return `
🚀 Server ready at ${url}
🚀 Subscriptions ready at ${subscriptionsUrl}
🚀 Console ready at ${page}

Try it: open the console, ${first}, then announce ${event.what} from anywhere:

  curl ${publish} -d '${JSON.stringify(event.message)}'

${last}`;
}

const REFERENCE = {
  first: 'run the tab "Posts"',
  event: {
    what: 'a post',
    message: {
      topic: 'POST_CREATED',
      payload: { id: '1', author: 'Ada', comment: 'Hello', createdAt: '2026-01-31T12:00:00Z' },
    },
  },
  last: 'Ctrl-C ends it.',
};

const ownApp = (folder: string) => ({
  first: 'run a subscription of yours',
  event: { what: 'an event', message: { topic: 'YOUR_TOPIC', payload: {} } },
  last: `It starts anew when something in ${folder} changes. Ctrl-C ends it.`,
});
