import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLocal } from '@skein/local';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** A browser on a busy machine. */
const PATIENT = { timeout: 20_000 };

/** The reference application as if it were one's own: whatever runs, the page knows its schema and no more. */
const OWN = {
  name: 'chat',
  schema: `
    type Query { version: String! }
    type Mutation { createPost(author: String!, comment: String!): Post! }
    type Post { id: ID! author: String! comment: String! }
    type Comment { id: ID! author: String! content: String! }
    type Subscription { commentAdded(repoFullName: String!): Comment! postCreated: Post! }
  `,
};

/** An issuer of one's own: tokens of the local system would be refused. */
const ISSUER = {
  AUTH_JWKS_URL: 'http://127.0.0.1:9/jwks.json',
  AUTH_ISSUER: 'mine',
  AUTH_AUDIENCE: 'mine',
};

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));

// Only a developer's machine may lack a browser: where it decides, its absence is a failure.
const skipped = !existsSync(CHROMIUM) && process.env.CI === undefined;
if (skipped)
  console.warn(
    `The console is not tested: there is no Chromium at ${CHROMIUM} (CHROMIUM_PATH names another).`,
  );

describe.skipIf(skipped)('the console', { timeout: 60_000 }, () => {
  let system: Awaited<ReturnType<typeof startLocal>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    system = await startLocal({ port: 0 });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  afterEach(() => page.context().close());

  const open = async (
    size: { width: number; height: number },
    colorScheme: 'light' | 'dark' = 'light',
  ) => {
    const context = await browser.newContext({ viewport: size, colorScheme });
    page = await context.newPage();
    complaints = [];
    const { host } = new URL(system.url);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.host !== host)
        complaints.push(`asked ${url.host}`);
    });
    page.on('websocket', (socket) => {
      const url = new URL(socket.url());
      if (url.host !== host) complaints.push(`opened a socket to ${url.host}`);
    });
    await page.goto(new URL('/', system.url).href);
  };

  const tab = async (name: string) => {
    const editor = page.locator('.graphiql-editor').first();
    // A click before the editors are there changes nothing; what runs is what the editor holds.
    const choose = async () => {
      await page.getByRole('tab', { name }).click();
      return editor.textContent();
    };
    await expect.poll(choose, PATIENT).toContain(name);
  };
  const run = () => page.getByRole('button', { name: /Execute query/ }).click();
  // The editor breaks lines where it is narrow, and writes blanks that do not break.
  const result = async () =>
    ((await page.locator('.graphiql-response').textContent()) ?? '').replace(/\s/g, '');
  const counter = async () => Number(await page.getByTestId('counter').textContent());

  it('counts every second when it is just opened, and asks nobody else', async () => {
    await open({ width: 1280, height: 800 });
    await expect.poll(counter, PATIENT).toBeGreaterThan(0);
    const first = await counter();
    await expect.poll(counter, PATIENT).toBeGreaterThan(first + 1);
    await expect.poll(() => page.getByTestId('connection').count(), PATIENT).toBe(1);
    await page.screenshot({ path: `${screenshots}desktop.png` });
    expect(complaints).toEqual([]);
  });

  it('fits a telephone, in the dark', async () => {
    await open({ width: 390, height: 844 }, 'dark');
    await expect.poll(counter, PATIENT).toBeGreaterThan(0);
    await run();
    await expect.poll(result, PATIENT).toContain('numberIncremented');
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBeLessThanOrEqual(390);
    await page.screenshot({ path: `${screenshots}telephone.png`, fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('shows the event that a mutation elsewhere causes', async () => {
    await open({ width: 1280, height: 800 });
    await tab('Posts');
    await run();
    await expect
      .poll(() => page.getByTestId('connection').textContent(), PATIENT)
      .toContain('Posts');
    await fetch(system.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation { createPost(author: "Ada", comment: "From elsewhere") { id } }',
      }),
    });
    await expect.poll(result, PATIENT).toContain('Fromelsewhere');
    expect(complaints).toEqual([]);
  });

  it('shows beside the tabs what a mutation in the next tab causes, until it is stopped', async () => {
    await open({ width: 1280, height: 800 });
    await tab('Posts');
    await run();
    await expect
      .poll(() => page.getByTestId('connection').allTextContents(), PATIENT)
      .toContainEqual(expect.stringContaining('Posts'));
    await tab('CreatePost');
    await run();
    await expect.poll(result, PATIENT).toContain('createPost');
    await expect
      .poll(() => page.getByTestId('kept').textContent(), PATIENT)
      .toContain('No server stays up');
    await page.screenshot({ path: `${screenshots}other-tabs.png` });
    await page.getByRole('button', { name: 'Stop Posts' }).click();
    await expect
      .poll(() => page.getByTestId('connection').allTextContents(), PATIENT)
      .not.toContainEqual(expect.stringContaining('Posts'));
    expect(await page.getByTestId('kept').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('counts again, still signed in, when the system was restarted', async () => {
    await open({ width: 1280, height: 800 });
    await expect.poll(counter, PATIENT).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(counter, PATIENT).toBeGreaterThan(0);
    await system.close();
    await page.getByText('The local system is away').waitFor(PATIENT);
    system = await startLocal({ port: Number(new URL(system.url).port) });
    // A new system counts from one, and knows the keys of none of the old tokens.
    await expect.poll(counter, PATIENT).toBeLessThan(10);
    await expect.poll(() => page.getByTestId('connection').count(), PATIENT).toBe(1);
    const first = await counter();
    await expect.poll(counter, PATIENT).toBeGreaterThan(first);
    expect(await page.getByTestId('viewer').textContent()).toBe('ada');
  });

  it('receives the messages of the viewer who is signed in', async () => {
    await open({ width: 1280, height: 800 });
    // Chromium complains of a socket that is given up while it connects.
    await expect.poll(counter, PATIENT).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Sign out').waitFor();
    await tab('Inbox');
    await run();
    await expect
      .poll(() => page.getByTestId('connection').allTextContents(), PATIENT)
      .toContainEqual(expect.stringContaining('Inbox'));
    await fetch(system.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation { sendMessage(to: "ada", text: "Only for Ada") { id } }',
      }),
    });
    await expect.poll(result, PATIENT).toContain('OnlyforAda');
    expect(complaints).toEqual([]);
  });

  it("makes tabs of an own application's schema, takes its tokens, and follows it when it is reloaded", async () => {
    await system.close();
    system = await startLocal({ port: 0, application: OWN, variables: ISSUER, tickMs: null });
    await open({ width: 1280, height: 800 });
    await tab('CommentAdded');
    for (const name of ['PostCreated', 'CreatePost', 'Version'])
      expect(await page.getByRole('tab', { name }).count()).toBe(1);
    await expect
      .poll(() => page.locator('.graphiql-editor-tool').textContent(), PATIENT)
      .toContain('repoFullName');
    await run();
    const comment = {
      id: '1',
      repositoryName: 'repoFullName',
      author: 'Ada',
      content: 'Mine',
      createdAt: '2026-01-31T12:00:00Z',
    };
    const arrives = async () => {
      await system.publish({ topic: 'COMMENT_ADDED', payload: comment });
      return result();
    };
    await expect.poll(arrives, { ...PATIENT, interval: 500 }).toContain('"content":"Mine"');
    expect(await page.getByTestId('counter').count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Token' }).inputValue()).toBe('');
    await page.screenshot({ path: `${screenshots}own-application.png` });

    // The page stays as it is, but knows the new schema.
    const schema = OWN.schema.replace('content: String!', 'content: String! createdAt: String!');
    await system.reload({ application: { ...OWN, schema } });
    await page
      .getByRole('button', { name: /documentation/i })
      .first()
      .click();
    await page.getByRole('link', { name: 'Subscription' }).click();
    await page.getByRole('link', { name: 'Comment', exact: true }).click();
    await page.getByText('createdAt').first().waitFor(PATIENT);
    expect(await result()).toContain('"content":"Mine"');
    expect(complaints).toEqual([]);
  });
});
