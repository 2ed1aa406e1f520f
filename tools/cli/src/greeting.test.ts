import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.ts';

describe('greeting', () => {
  it('names the server, subscriptions, the page and one thing to try', () => {
    const text = greeting({
      url: 'http://localhost:4000/graphql',
      subscriptionsUrl: 'ws://localhost:4000/graphql',
    });
    expect(text).toContain('Server ready at http://localhost:4000/graphql\n');
    expect(text).toContain('Subscriptions ready at ws://localhost:4000/graphql\n');
    expect(text).toContain('Console ready at http://localhost:4000/\n');
    expect(text).toContain('curl http://localhost:4000/dev/publish -d');
  });
});
