import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = `
  const { createChatApp } = await import('./chat-app.ts');
  const { testApp } = await import('./test-app.ts');
  const messages = testApp(createChatApp().app).client().subscribe('subscription { loud }');
  await messages.ready;
  messages.next().then(console.log, console.error);
  console.log('waits');
`;

it('keeps no process alive by a result that never comes', async () => {
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: import.meta.dirname,
    timeout: 60_000,
  });
  expect(await run).toEqual({ stdout: 'waits\n', stderr: '' });
});
