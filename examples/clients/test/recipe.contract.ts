import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comment } from '../src/comments.ts';
import type { OpenOptions, Recipe } from './clients.ts';
import { theSystem } from './system.ts';
import { openTurnstile, type Turnstile } from './turnstile.ts';

/** A client on a busy machine. */
const PATIENT = { timeout: 40_000, interval: 100 };

/** What every recipe must be able to do. `refetches` and `limitsSize`: whether it is the recipe's to do that. */
export function describeRecipe(
  makeRecipe: () => Recipe,
  options: {
    readonly name: string;
    readonly refetches: boolean;
    readonly limitsSize: boolean;
  },
): void {
  const { name, refetches, limitsSize } = options;
  const system = theSystem();

  describe(name, { timeout: 120_000 }, () => {
    const closers: (() => void | Promise<void>)[] = [];
    let turnstile: Turnstile;

    beforeEach(async () => {
      turnstile = await openTurnstile(system.socketUrl);
      closers.push(turnstile.close);
    });

    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    /** Opens the recipe's client, with a token until there is another. */
    function open(first: string) {
      const comments: Comment[] = [];
      const ends: string[] = [];
      let token = first;
      let refetched = 0;
      const given: OpenOptions = {
        url: turnstile.url.replace('ws', 'http'),
        socketUrl: turnstile.url,
        spreadMs: 50,
        token: async () => token,
        refetch: () => {
          refetched += 1;
        },
        onComment: (comment) => comments.push(comment),
        onEnd: (reason) => ends.push(reason),
      };
      const recipe = makeRecipe();
      const client = recipe.open(given);
      closers.push(client.close);
      const refetches = () => (recipe.reads ? turnstile.requests() - 1 : refetched);
      const refreshToken = (fresh: string) => {
        token = fresh;
      };
      return { ...client, comments, ends, refetches, refreshToken };
    }

    /** Comments of Ada's until one arrives: a subscription says not when it is stored. */
    async function publishUntilReceived(
      repoFullName: string,
      { comments }: { readonly comments: readonly Comment[] },
    ): Promise<Comment> {
      const content = randomUUID();
      const find = () => comments.find((comment) => comment.content === content);
      await expect
        .poll(async () => {
          await system.addComment({ viewer: 'ada', repoFullName, content });
          return find();
        }, PATIENT)
        .toBeDefined();
      return find() as Comment;
    }

    it('receives an event', async () => {
      const repoFullName = randomUUID();
      const client = open(await system.token('ada'));
      client.subscribe(repoFullName);

      expect(await publishUntilReceived(repoFullName, client)).toMatchObject({ mine: true });
      expect(turnstile.upgrades()).toBe(1);
    });

    it('comes back as whom its fresh token names when the server ended the connection', async () => {
      const repoFullName = randomUUID();
      const client = open(await system.token('ada'));
      client.subscribe(repoFullName);
      expect(await publishUntilReceived(repoFullName, client)).toMatchObject({ mine: true });
      if (refetches) await expect.poll(client.refetches, PATIENT).toBe(1);

      client.refreshToken(await system.token('bob'));
      await system.dropConnections();

      await expect.poll(() => turnstile.upgrades(), PATIENT).toBe(2);
      expect(await publishUntilReceived(repoFullName, client)).toMatchObject({ mine: false });
      expect(client.ends).toEqual([]);
      if (refetches) await expect.poll(client.refetches, PATIENT).toBe(2);
    });

    it('stays away when its token is refused', async () => {
      const client = open(await system.token('ada', -60));
      client.subscribe(randomUUID());

      await expect.poll(() => client.ends, PATIENT).toHaveLength(1);
      expect(client.ends[0]).toContain('Token expired');
      // A client in a loop would come back within these round trips.
      for (let turn = 0; turn < 5; turn += 1)
        await system.addComment({ viewer: 'ada', repoFullName: randomUUID(), content: 'x' });
      expect(turnstile.upgrades()).toBe(1);
    });

    it('tries again when upgrades are refused', async () => {
      const repoFullName = randomUUID();
      turnstile.refuseNext(2, 429);
      const client = open(await system.token('ada'));
      client.subscribe(repoFullName);

      await publishUntilReceived(repoFullName, client);
      expect(turnstile.upgrades()).toBe(3);
    });

    it.runIf(limitsSize)('refuses a message of over 32 KB, and keeps its connection', async () => {
      const repoFullName = randomUUID();
      const client = open(await system.token('ada'));
      client.subscribe(repoFullName);
      await publishUntilReceived(repoFullName, client);

      client.subscribe('x'.repeat(32 * 1024));

      await expect.poll(() => client.ends, PATIENT).toHaveLength(1);
      expect(client.ends[0]).toContain('expected a message of at most 32768 bytes');
      await publishUntilReceived(repoFullName, client);
      expect(turnstile.upgrades()).toBe(1);
    });
  });
}
