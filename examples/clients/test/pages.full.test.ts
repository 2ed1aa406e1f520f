import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { viteOptions } from '../pages/vite-options.ts';
import { theSystem } from './system.ts';
import { openTurnstile, type Turnstile } from './turnstile.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** A browser on a busy machine. */
const PATIENT = { timeout: 40_000, interval: 100 };
const REPOSITORY = 'apollo/skein';

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));

// Only a developer's machine may lack a browser: where it decides, its absence is a failure.
const skipped = !existsSync(CHROMIUM) && process.env.CI === undefined;
if (skipped)
  process.emitWarning(
    `The pages are not tested: there is no Chromium at ${CHROMIUM} (CHROMIUM_PATH names another).`,
  );

describe.skipIf(skipped)('a page', { timeout: 120_000 }, () => {
  const system = theSystem();
  let turnstile: Turnstile;
  let pages: PreviewServer;
  let browser: Browser;
  let outDir: string;
  let page: Page;
  let inits: string[];
  let sockets: number;
  let complaints: string[];
  let event = 0;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'skein-pages-'));
    await mkdir(screenshots, { recursive: true });
    // A proxy complains of connections that the test ends.
    const options = { port: 0, outDir, logLevel: 'silent' } as const;
    await build(viteOptions({ ...options, origin: '' }));
    turnstile = await openTurnstile(system.socketUrl);
    const { host } = new URL(turnstile.url);
    pages = await preview(viteOptions({ ...options, origin: `http://${host}` }));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    turnstile?.close();
    await rm(outDir, { recursive: true, force: true });
  });

  afterEach(() => page.context().close());

  async function open(path: string): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
    page = await context.newPage();
    inits = [];
    sockets = 0;
    complaints = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('websocket', (socket) => {
      sockets += 1;
      socket.on('framesent', ({ payload }) => {
        const { type, payload: params } = JSON.parse(String(payload));
        if (type === 'connection_init') inits.push(params.authorization);
      });
    });
    const { port } = pages.httpServer.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/${path}`);
  }

  const add = (content: string, viewer = 'bob') =>
    system.addComment({ viewer, repoFullName: REPOSITORY, content });
  const text = async () =>
    (await page.locator('#root li, #root [role="alert"]').allTextContents()).join('\n');
  const type = async (content: string) => {
    await page.getByLabel('Comment').fill(content);
    await page.getByRole('button', { name: 'Add' }).click();
  };

  /** Whether a comment is there that only an event can have brought: the page reads the list no more by itself. */
  async function receivesEvents(): Promise<void> {
    const before = event;
    const arrived = async () => {
      event += 1;
      await add(`${nameOf(page)}, event ${event}`);
      const numbers = (await text()).matchAll(/event (\d+)/g);
      return Math.max(0, ...[...numbers].map(([, number]) => Number(number)));
    };
    await expect.poll(arrived, PATIENT).toBeGreaterThan(before);
  }

  it.each(['apollo.html', 'urql.html', 'plain.html'])(
    '%s shows what is written here and elsewhere, and what it missed',
    async (path) => {
      await add(`before ${path}`);
      await open(path);
      await expect.poll(text, PATIENT).toContain(`before ${path}`);
      await receivesEvents();
      await type(`typed into ${path}`);
      await expect.poll(text, PATIENT).toContain(`typed into ${path}`);

      await system.addSilently({ repoFullName: REPOSITORY, content: `missed by ${path}` });
      await system.dropConnections();

      // Read anew, once it was connected anew: with fresh credentials.
      await expect.poll(text, PATIENT).toContain(`missed by ${path}`);
      await receivesEvents();
      expect(sockets).toBe(2);
      expect(new Set(inits).size).toBe(2);
      const lines = (await text()).split('\n').filter((line) => line.includes(path));
      expect(new Set(lines).size).toBe(lines.length);
      expect(complaints).toEqual([]);
      await page.screenshot({ path: `${screenshots}${path.replace('html', 'png')}` });
    },
  );

  it.each(['apollo.html', 'urql.html', 'plain.html'])(
    '%s tries again when its upgrade is refused',
    async (path) => {
      turnstile.refuseNext(1, 503);
      await open(path);
      await expect.poll(() => inits.length, PATIENT).toBe(1);
      await receivesEvents();
      expect(sockets).toBe(2);
    },
  );

  it.each(['apollo.html', 'urql.html', 'plain.html'])(
    '%s says why when its token is refused, and stays away',
    async (path) => {
      await open(`${path}?expiresIn=-60`);
      await expect.poll(text, PATIENT).toContain('4403: Token expired');
      for (let turn = 0; turn < 5; turn += 1) await add(`while ${path} stays away`);
      expect(sockets).toBe(1);
      await page.screenshot({ path: `${screenshots}refused-${path.replace('html', 'png')}` });
    },
  );
});

function nameOf(page: Page): string {
  return new URL(page.url()).pathname.slice(1);
}
