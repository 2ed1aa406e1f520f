import { describe, expect, it } from 'vitest';
import { callerStack } from './caller-stack.ts';
import { createChatApp } from './chat-app.ts';
import { testApp } from './test-app.ts';

const create = () => {
  const { app, sent } = createChatApp();
  return { t: testApp(app), sent };
};

const REFUSED = 'subscription { refused }';

describe('callerStack', () => {
  it('gives an error the name, the message and the way to whoever called', () => {
    const method = () => callerStack(method)(new TypeError('No'));
    expect(method().stack).toMatch(/^TypeError: No\n\s+at .*caller-stack\.test\.ts/);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['next()', () => create().t.client().subscribe(REFUSED).next()],
    ['ready', () => create().t.client().subscribe(REFUSED).ready],
    ['execute()', () => create().t.client().execute('{ nope }')],
    [
      'execute() of whom the server refused',
      () => create().t.client({ token: 'bad' }).execute('{ viewer }'),
    ],
    [
      'a next() that waits',
      async () => {
        const { t, sent } = create();
        const picky = t.client().subscribe('subscription { picky }').next();
        await t.publish(sent, { to: 'ada', text: '' });
        return picky;
      },
    ],
  ])('leads from %s to the line of the test', async (_case, fails) => {
    const { stack = '' } = (await fails().catch((error: unknown) => error)) as Error;
    const [first = ''] = stack.split('\n').filter((line) => /^\s+at /.test(line));
    expect(first).toMatch(/caller-stack\.test\.ts/);
  });
});
