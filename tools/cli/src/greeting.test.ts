import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.ts';

const WHERE = {
  url: 'http://localhost:4000/graphql',
  subscriptionsUrl: 'ws://localhost:4000/graphql',
};

describe('greeting', () => {
  it('names the server, subscriptions, the page and one thing to try', () => {
    const text = greeting({ ...WHERE, isOwn: false, event: null });
    expect(text).toContain('Server ready at http://localhost:4000/graphql\n');
    expect(text).toContain('Subscriptions ready at ws://localhost:4000/graphql\n');
    expect(text).toContain('Console ready at http://localhost:4000/\n');
    expect(text).toContain('curl http://localhost:4000/dev/publish -d');
    expect(text).toContain('POST_CREATED');
  });

  it("has an application's own event to try it with", () => {
    const event = { topic: 'SAID', payload: { text: "it's" }, isWhole: true };
    const text = greeting({ ...WHERE, isOwn: true, event });
    expect(text).not.toContain('Posts');
    expect(text).not.toContain('fill in');
    expect(text).toContain(
      `curl http://localhost:4000/dev/publish -d '{"topic":"SAID","payload":{"text":"it'\\''s"}}'`,
    );
  });

  it('asks to fill in a payload that nobody can tell', () => {
    const event = { topic: 'SAID', payload: {}, isWhole: false };
    const text = greeting({ ...WHERE, isOwn: true, event });
    expect(text).toContain('announce an event (fill in its payload) from anywhere');
    expect(text).toContain(`-d '{"topic":"SAID","payload":{}}'`);
  });

  it("does not send an application's author to the reference application's posts", () => {
    const text = greeting({ ...WHERE, isOwn: true, event: null });
    expect(text).not.toContain('POST_CREATED');
    expect(text).toContain('{"topic":"YOUR_TOPIC","payload":{}}');
  });
});
