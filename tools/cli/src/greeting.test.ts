import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.ts';

const WHERE = {
  url: 'http://localhost:4000/graphql',
  subscriptionsUrl: 'ws://localhost:4000/graphql',
};

describe('greeting', () => {
  it('names the server, subscriptions, the page and one thing to try', () => {
    const text = greeting({ ...WHERE, folder: null });
    expect(text).toContain('Server ready at http://localhost:4000/graphql\n');
    expect(text).toContain('Subscriptions ready at ws://localhost:4000/graphql\n');
    expect(text).toContain('Console ready at http://localhost:4000/\n');
    expect(text).toContain('curl http://localhost:4000/dev/publish -d');
  });

  it("does not send an application's author to the reference application's posts", () => {
    const text = greeting({ ...WHERE, folder: 'examples/chat' });
    expect(text).not.toContain('POST_CREATED');
    expect(text).not.toContain('Posts');
    expect(text).toContain('It starts anew when something in examples/chat changes.');
  });
});
