import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Comment } from '../src/comments.ts';
import { graphqlWs } from './clients.ts';
import { theSystem } from './system.ts';
import { openTurnstile } from './turnstile.ts';

const PATIENT = { timeout: 90_000, interval: 200 };
const system = theSystem();

/** What a client receives whose first token lives so long, and whose second names Bob, until it is Bob's. */
async function receiveWithTokenOf(lifetimeSeconds: number) {
  const turnstile = await openTurnstile(system.socketUrl);
  const repoFullName = randomUUID();
  const comments: Comment[] = [];
  const ends: string[] = [];
  const tokens = [await system.token('ada', lifetimeSeconds), await system.token('bob')];
  const client = graphqlWs.open({
    ...{ url: system.url, socketUrl: turnstile.url, spreadMs: 50, refetch: () => undefined },
    token: async () => tokens.shift() ?? null,
    onComment: (comment) => comments.push(comment),
    onEnd: (reason) => ends.push(reason),
  });
  client.subscribe(repoFullName);
  const lastIsOfBob = async () => {
    await system.addComment({ viewer: 'bob', repoFullName, content: 'x' });
    return comments.at(-1)?.mine === true || ends.length > 0;
  };
  await expect.poll(lastIsOfBob, PATIENT).toBe(true);
  const upgrades = turnstile.upgrades();
  await client.close();
  turnstile.close();
  return { comments, ends, upgrades };
}

describe('a client whose credentials expire', { timeout: 300_000 }, () => {
  it('is sent away at the next event, and comes back with fresh ones', async () => {
    let received = await receiveWithTokenOf(4);
    // On a machine so slow that the token had expired before it was looked at.
    for (let seconds = 16; received.comments[0]?.mine !== false && seconds < 100; seconds *= 4)
      received = await receiveWithTokenOf(seconds);

    const { comments, ends, upgrades } = received;
    expect(ends).toEqual([]);
    expect(comments[0]).toMatchObject({ mine: false });
    expect(upgrades).toBe(2);
  });
});
