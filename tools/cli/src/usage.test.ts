import { describe, expect, it } from 'vitest';
import { USAGE, WORKSPACE_USAGE } from './usage.ts';

describe('USAGE', () => {
  it('asks for an app, and speaks of none but it', () => {
    for (const command of ['dev', 'bundle', 'check'])
      expect(USAGE).toContain(`skein ${command} <app.ts>`);
    expect(USAGE).not.toContain('workspace');
  });
});

describe('WORKSPACE_USAGE', () => {
  it('says for which commands the workspace has apps', () => {
    expect(WORKSPACE_USAGE).toContain('skein dev [app.ts]');
    expect(WORKSPACE_USAGE).toContain('skein bundle [app.ts]');
    expect(WORKSPACE_USAGE).toContain('skein check <app.ts>');
    expect(WORKSPACE_USAGE).toContain('Without it the apps of the workspace are taken.\n');
  });
});
