import { describe, expect, it } from 'vitest';
import { createChatApp, HELLO } from './chat-app.ts';
import { testApp } from './test-app.ts';

describe('storyOf', () => {
  it('tells of every event and of what was logged, where a result is waited for in vain', async () => {
    const { app, sent } = createChatApp();
    const t = testApp(app, { patienceMs: 1 });
    const loud = t.client().subscribe('subscription { loud }');
    await expect(loud.next()).rejects.toThrow(
      'is active and got 0 before. No event was published.',
    );
    await t.publish(sent, HELLO);
    await t.publish('OTHER');
    await t.announce('no JSON');
    await t.publish(sent, { to: 'ada', text: null as unknown as string });
    await expect(loud.next()).rejects.toThrow(
      'Events so far: SENT (1 subscription waits on its keys, 1 filtered); ' +
        'OTHER (0 subscriptions wait on its keys); ' +
        'an unreadable one (0 subscriptions wait on its keys, 1 parked); ' +
        'SENT (1 subscription waits on its keys, 1 filtered). ' +
        'Logged: event_parked; filter_failed (Cannot read properties of null',
    );
  });
});
