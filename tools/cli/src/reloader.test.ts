import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Built } from './build.ts';
import { createReloader, type LoadedCode } from './reloader.ts';

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line) => void lines.push(line.trim()));
});
afterEach(() => vi.restoreAllMocks());

/** Builds and reloads that wait until they are told how they end. */
function build() {
  const ends: PromiseWithResolvers<void>[] = [];
  const reloads: object[] = [];
  const sets: string[] = [];
  const loaded: LoadedCode[] = [];
  const reloader = createReloader({
    build: {
      subject: 'app.ts',
      build: async () => {
        const end = Promise.withResolvers<void>();
        ends.push(end);
        await end.promise;
        return MADE;
      },
      remove: async () => undefined,
    },
    variables: { files: ['/app/.env'], read: () => ({ A: '1' }) },
    local: {
      reload: async (options) => {
        reloads.push(options ?? {});
        return { functions: ['message'], sockets: 3 };
      },
    },
    loaded: (code) => {
      loaded.push(code);
      lines.push(...(code.built?.problems ?? []));
    },
  });
  const watching = {
    set: (files: readonly string[], scope: string) => void sets.push(`${scope}: ${files}`),
    close: () => undefined,
  };
  reloader.watch(watching, { files: Promise.resolve(['/app/app.ts']), startedAtMs: 0 });
  const idle = () => vi.waitUntil(() => /^(Reloaded|Nothing)/.test(lines.at(-1) ?? ''));
  return { reloader, ends, reloads, sets, loaded, idle };
}

const MADE: Built = {
  distDir: '/dist',
  application: { name: 'chat', schema: 'type A' },
  event: null,
  topics: [{ label: 'SAID', keys: [] }],
  problems: ['something is odd'],
  files: Promise.resolve(['/app/app.ts', '/app/new.ts']),
};

const FAILED = 'Nothing was reloaded: the code from before goes on running.';

describe('createReloader', () => {
  it('bundles and reloads what changed, and watches what it is made of now', async () => {
    const { reloader, ends, reloads, sets, loaded, idle } = build();
    reloader.changed(['/app/app.ts', '/app/b.ts']);
    await vi.waitUntil(() => ends.length === 1);
    expect(lines).toEqual(['/app/app.ts and 1 more changed. Bundling…']);
    ends[0]?.resolve();
    await idle();
    expect(reloads).toEqual([
      { variables: { A: '1' }, application: { name: 'chat', schema: 'type A' } },
    ]);
    expect(loaded).toEqual([{ variables: { A: '1' }, built: MADE }]);
    expect(sets.at(-1)).toBe('files: /app/app.ts,/app/new.ts,/app/.env');
    expect(lines.slice(1)).toEqual([
      'something is odd',
      expect.stringMatching(/^Reloaded in \d+ ms: 3 sockets kept\.$/),
    ]);
  });

  it('bundles once more for all that changed meanwhile', async () => {
    const { reloader, ends, reloads, idle } = build();
    reloader.changed(['/app/a.ts']);
    await vi.waitUntil(() => ends.length === 1);
    reloader.changed(['/app/b.ts']);
    reloader.changed(['/app/c.ts']);
    ends[0]?.resolve();
    await vi.waitUntil(() => ends.length === 2);
    ends[1]?.resolve();
    await idle();
    expect(reloads).toHaveLength(2);
    expect(lines).toContain('/app/b.ts and 1 more changed. Bundling…');
  });

  it('bundles nothing when variables alone changed', async () => {
    const { reloader, ends, reloads, loaded, idle } = build();
    reloader.changed(['/app/.env']);
    await idle();
    expect([ends, reloads]).toEqual([[], [{ variables: { A: '1' } }]]);
    expect(loaded).toEqual([{ variables: { A: '1' }, built: null }]);
    expect(lines).toContain('/app/.env changed. Reloading…');
  });

  it('says why it failed and never that it reloaded, and then heeds whatever changes beside the files', async () => {
    const { reloader, ends, reloads, sets, loaded, idle } = build();
    reloader.changed(['/app/app.ts']);
    await vi.waitUntil(() => ends.length === 1);
    ends[0]?.reject(new Error('app.ts:1:1: no'));
    await idle();
    expect([reloads, loaded]).toEqual([[], []]);
    expect(lines.slice(1)).toEqual(['skein: app.ts:1:1: no', FAILED]);
    expect(sets.at(-1)).toMatch(/^folders: /);

    // Variables may be what was missing: they alone would not load what was bundled meanwhile.
    reloader.changed(['/app/.env']);
    await vi.waitUntil(() => ends.length === 2);
    ends[1]?.resolve();
    await idle();
    expect(sets.at(-1)).toMatch(/^files: /);
    expect(lines.at(-1)).toMatch(/^Reloaded/);
  });

  it('is silent about what ends after it was closed', async () => {
    const { reloader, ends } = build();
    reloader.changed(['/app/app.ts']);
    await vi.waitUntil(() => ends.length === 1);
    const closing = reloader.close();
    reloader.changed(['/app/other.ts']);
    ends[0]?.reject(new Error('The service is no longer running'));
    await closing;
    expect(lines).toEqual(['/app/app.ts changed. Bundling…']);
  });
});
