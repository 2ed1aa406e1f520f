import type { Built } from './build.ts';

export interface GreetingOptions {
  readonly url: string;
  readonly subscriptionsUrl: string;
  /** Whether it is an application of one's own, not the reference application. */
  readonly isOwn: boolean;
  /** An event to try it with; null where none is known. */
  readonly event: Built['event'];
}

/** What `skein dev` prints when everything is up: where it is, and one thing to try. */
export function greeting({ url, subscriptionsUrl, isOwn, event }: GreetingOptions): string {
  const page = new URL('/', url).href;
  const publish = new URL('/dev/publish', url).href;
  const { first, what, message } = isOwn ? ownApp(event) : REFERENCE;
  return `
🚀 Server ready at ${url}
🚀 Subscriptions ready at ${subscriptionsUrl}
🚀 Console ready at ${page}

Try it: open the console, ${first}, then announce ${what} from anywhere:

  curl ${publish} -d '${quoted(JSON.stringify(message))}'

What changes is bundled and reloaded; sockets stay. Ctrl-C ends it.`;
}

const REFERENCE = {
  first: 'run the tab "Posts"',
  what: 'a post',
  message: {
    topic: 'POST_CREATED',
    payload: { id: '1', author: 'Ada', comment: 'Hello', createdAt: '2026-01-31T12:00:00Z' },
  },
};

function ownApp(event: GreetingOptions['event']) {
  const { topic, payload, isWhole } = event ?? UNKNOWN;
  return {
    first: 'run a subscription of yours',
    what: isWhole ? 'an event' : 'an event (fill in its payload)',
    message: { topic, payload },
  };
}

const UNKNOWN = { topic: 'YOUR_TOPIC', payload: {}, isWhole: false };

/** For a shell, between single quotes. */
const quoted = (text: string): string => text.replaceAll("'", `'\\''`);
