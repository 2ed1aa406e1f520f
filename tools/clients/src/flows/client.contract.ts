import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientLibrary, OpenOptions, TestClient } from '../clients/client.ts';
import { graphqlWs } from '../clients/graphql-ws.ts';
import { createTarget, unique } from '../target/target.ts';
import { openWire } from '../wire/wire.ts';
import { publishUntil } from './publish-until.ts';
import { addComment, comment, commentAdded, messageReceived, sendMessage } from './requests.ts';

const isReference = process.env.CLIENTS_TARGET === 'reference';

/** What every standard client must be able to do, unchanged, against the system at `url`. */
export function describeClient(library: ClientLibrary, url: string): void {
  const target = createTarget(url);
  const opened: { close(): void | Promise<void> }[] = [];
  afterAll(() => target.close());
  afterEach(async () => {
    // The last first: a client whose wire went before it would try to come back.
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  const openBy = async (
    { open }: ClientLibrary,
    options: Partial<OpenOptions> = {},
  ): Promise<TestClient> => {
    const client = await open({ url: target.socketUrl, ...options });
    opened.push(client);
    return client;
  };
  const open = (options: Partial<OpenOptions> = {}) => openBy(library, options);
  const lay = async () => {
    const wire = await openWire(target.socketUrl);
    opened.push(wire);
    return wire;
  };

  describe(library.name, () => {
    it('receives an event when a mutation over HTTP causes it', async () => {
      const repository = unique('repository');
      const subscription = (await open()).subscribe(commentAdded(repository));

      const { data } = await publishUntil(subscription.next(), async () => {
        const { errors } = await target.execute(addComment(repository, 'over HTTP'));
        expect(errors).toBeUndefined();
      });

      expect(data).toMatchObject({
        commentAdded: { repositoryName: repository, content: 'over HTTP' },
      });
    });

    it('receives an event when any producer publishes it', async () => {
      const repository = unique('repository');
      const subscription = (await open()).subscribe(commentAdded(repository));

      const { data } = await publishUntil(subscription.next(), () =>
        target.publish('COMMENT_ADDED', comment(repository, 'published')),
      );

      expect(data).toMatchObject({
        commentAdded: { repositoryName: repository, content: 'published' },
      });
    });

    it('gets only what it asked for when others publish', async () => {
      const [mine, others] = [unique('repository'), unique('repository')];
      const client = await open();
      const subscription = client.subscribe(commentAdded(mine));
      const neighbour = client.subscribe(commentAdded(others));
      // The other's event goes first, so that one too many is the first to arrive.
      const both = Promise.all([subscription.next(), neighbour.next()]);
      const [first] = await publishUntil(both, async () => {
        await target.publish('COMMENT_ADDED', comment(others, 'not mine'));
        await target.publish('COMMENT_ADDED', comment(mine, 'mine'));
      });

      const received = [first, ...subscription.unread()].map(({ data }) => data);
      for (const data of received) {
        expect(data).toMatchObject({ commentAdded: { repositoryName: mine } });
      }
    });

    it('runs a query and a mutation over the socket', async () => {
      const client = await open();
      const repository = unique('repository');

      const query = { query: 'query Version { version viewer { id } }', operationName: 'Version' };
      expect(await client.execute(query)).toMatchObject({
        data: { version: expect.any(String), viewer: null },
      });
      expect(await client.execute(addComment(repository, 'on the socket'))).toMatchObject({
        data: { addComment: { content: 'on the socket' } },
      });
    });

    it('receives an event when a mutation on the same socket causes it', async () => {
      const repository = unique('repository');
      const client = await open();
      const subscription = client.subscribe(commentAdded(repository));

      const { data } = await publishUntil(subscription.next(), () =>
        client.execute(addComment(repository, 'to myself')),
      );

      expect(data).toMatchObject({ commentAdded: { content: 'to myself' } });
    });

    it('receives nothing more when it unsubscribed', async () => {
      const repository = unique('repository');
      const wire = await lay();
      const client = await open({ url: wire.url });
      const publish = (content: string) =>
        target.publish('COMMENT_ADDED', comment(repository, content));
      // Another operation keeps the socket open; another client tells when an event was delivered.
      client.subscribe(commentAdded(unique('repository')));
      const stopped = client.subscribe(commentAdded(repository));
      const witness = (await openBy(library)).subscribe(commentAdded(repository));
      await publishUntil(Promise.all([stopped.next(), witness.next()]), () => publish('before'));

      const isOnWire = (content: string) =>
        wire.received().some((text) => text.includes(`"${content}"`));
      expect(isOnWire('before')).toBe(true);

      stopped.stop();
      const delivered = async (content: string): Promise<boolean> => {
        await publish(content);
        await waitFor(witness, content);
        return isOnWire(content);
      };
      // The stop is a message like any other: it may still be under way while the next events are delivered.
      for (let missed = 0, event = 0; missed < 2; event += 1) {
        missed = (await delivered(`after ${event}`)) ? 0 : missed + 1;
      }
      await delivered('once more');

      expect(isOnWire('once more')).toBe(false);
      expect(JSON.stringify(stopped.unread())).not.toContain('once more');
    });

    // The reference server's sources end with their sockets alone.
    it.skipIf(isReference)('hears that it is complete when its keys are completed', async () => {
      const [ending, staying] = [unique('repository'), unique('repository')];
      const client = await open();
      const subscription = client.subscribe(commentAdded(ending));
      const neighbour = client.subscribe(commentAdded(staying));
      const publish = (repository: string) => () =>
        target.publish('COMMENT_ADDED', comment(repository, 'an event'));
      await publishUntil(subscription.next(), publish(ending));

      await publishUntil(subscription.completed, () =>
        target.complete('COMMENT_ADDED', { repositoryName: ending }),
      );
      expect(await publishUntil(neighbour.next(), publish(staying))).toMatchObject({
        data: { commentAdded: { repositoryName: staying } },
      });
    });

    it('hears the error of its operation alone when a document is bad', async () => {
      const client = await open();
      const repository = unique('repository');
      const good = client.subscribe(commentAdded(repository));
      const bad = client.subscribe({
        query: 'subscription Bad { noSuchField }',
        operationName: 'Bad',
      });

      expect(await bad.failed).toContain('Cannot query field "noSuchField"');
      const { data } = await publishUntil(good.next(), () =>
        target.publish('COMMENT_ADDED', comment(repository, 'still here')),
      );
      expect(data).toMatchObject({ commentAdded: { content: 'still here' } });
    });

    it('hears that nobody is there when it subscribes to its messages without a token', async () => {
      const subscription = (await open()).subscribe(messageReceived());

      expect(await subscription.failed).toContain('messageReceived needs an authenticated viewer');
    });

    it('receives its own messages when its connection params bring a token', async () => {
      const viewer = unique('viewer');
      const token = await target.token(viewer);
      const client = await open({ connectionParams: { authorization: `Bearer ${token}` } });
      const subscription = client.subscribe(messageReceived());

      const { data } = await publishUntil(subscription.next(), async () => {
        await target.execute(sendMessage(unique('somebody'), 'for another'));
        await target.execute(sendMessage(viewer, 'for you'), { token });
      });

      expect(data).toMatchObject({
        messageReceived: { from: viewer, to: viewer, text: 'for you' },
      });
      expect(JSON.stringify(subscription.unread())).not.toContain('for another');
    });

    // The reference server closes with 4403, which a client comes again after: here the verdict is final.
    it.skipIf(isReference)(`${library.afterRefusal} when its token is refused`, async () => {
      const wire = await lay();
      const token = await target.token('nobody', { expiresInSeconds: -60 });
      const client = await open({
        url: wire.url,
        connectionParams: { authorization: `Bearer ${token}` },
      });
      const subscription = client.subscribe(messageReceived());
      subscription.next().catch(() => undefined);

      expect(await client.refused).toMatch(/Token expired|Forbidden/);
      if (library.afterRefusal === 'comes again') {
        // With its back-off, and in vain: the protocol has no verdict that a legacy client obeys.
        await vi.waitFor(() => expect(wire.connections()).toBeGreaterThan(1), 10_000);
        return;
      }
      // A client in a loop would come back within this conversation of another one.
      const other = await openBy(graphqlWs);
      for (let turn = 0; turn < 5; turn += 1) {
        await other.execute({ query: 'query Version { version }', operationName: 'Version' });
      }
      expect(wire.connections()).toBe(1);
    });

    it('subscribes again on a new connection when the server deleted its connection', async () => {
      const repository = unique('repository');
      const request = commentAdded(repository);
      const wire = await lay();
      const subscription = (await open({ url: wire.url })).subscribe(request);
      const publish = (content: string) => () =>
        target.publish('COMMENT_ADDED', comment(repository, content));
      await publishUntil(subscription.next(), publish('before'));

      await target.dropConnectionOf(request.operationName);
      await publishUntil(waitFor(subscription, 'after'), publish('after'));

      expect(wire.connections()).toBe(2);
    });
  });
}

/** The result that holds the text; those before it are dropped. */
async function waitFor(subscription: { next(): Promise<unknown> }, text: string): Promise<unknown> {
  for (;;) {
    const result = await subscription.next();
    if (JSON.stringify(result).includes(`"${text}"`)) return result;
  }
}
