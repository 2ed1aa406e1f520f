import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphQLError, parse } from 'graphql';
import type { Client, Sink } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { createKeptSubscriptions } from './kept-subscriptions.ts';

const settle = () => new Promise<void>((resolve) => queueMicrotask(resolve));

/** A keeper with the tabs `a` and `b`, `a` active, and a client that never answers by itself. */
function build() {
  const sinks: Sink<unknown>[] = [];
  let ended = 0;
  const client = {
    subscribe: (_payload: unknown, sink: Sink<unknown>) => {
      sinks.push(sink);
      return () => {
        ended += 1;
      };
    },
  } as Client;
  const keeper = createKeptSubscriptions();
  const shown: unknown[] = [];
  const go = (active: string, ids = ['a', 'b']) => keeper.tabsChanged({ ids, active });
  go('a');
  const run = () =>
    keeper.around(client).subscribe(
      { query: 'subscription Posts { postCreated { id } }', operationName: 'Posts' },
      {
        next: (result) => shown.push(result),
        error: (problem) => shown.push({ problem }),
        complete: () => shown.push('complete'),
      },
    );
  return { keeper, client, sinks, shown, go, run, ended: () => ended };
}

/** GraphiQL's order: it stops what runs, then tells which tab is active. */
async function leave({ go, run }: ReturnType<typeof build>) {
  const stop = run();
  stop();
  go('b');
  await settle();
}

describe('createKeptSubscriptions', () => {
  it('hands results to GraphiQL when their tab is active', () => {
    const { keeper, sinks, shown, run } = build();
    run();
    sinks[0]?.next({ data: 1 });
    expect(shown).toEqual([{ data: 1 }]);
    expect(keeper.list()).toEqual([]);
  });

  it('goes on, and counts what comes, when another tab is chosen', async () => {
    const world = build();
    await leave(world);
    world.sinks[0]?.next({ data: 1 });
    world.sinks[0]?.next({ data: 2 });
    expect(world.ended()).toBe(0);
    expect(world.shown).toEqual([]);
    expect(world.keeper.list()).toMatchObject([
      { name: 'Posts', received: 2, latest: { data: 2 } },
    ]);
  });

  it('ends when it is stopped in its own tab', async () => {
    const { keeper, run, ended } = build();
    run()();
    await settle();
    expect(ended()).toBe(1);
    expect(keeper.list()).toEqual([]);
  });

  it('ends when its tab is closed while it is shown', async () => {
    const { keeper, run, go, ended } = build();
    run()();
    go('b', ['b']);
    await settle();
    expect(ended()).toBe(1);
    expect(keeper.list()).toEqual([]);
  });

  it('ends when its tab is closed after it was left', async () => {
    const world = build();
    await leave(world);
    world.go('b', ['b']);
    expect(world.ended()).toBe(1);
    expect(world.keeper.list()).toEqual([]);
  });

  it('ends when its tab runs something again', async () => {
    const world = build();
    await leave(world);
    world.go('a');
    world.run();
    expect(world.ended()).toBe(1);
    expect(world.keeper.list()).toEqual([]);
  });

  it('is forgotten, and GraphiQL told nothing, when it fails after its tab was left', async () => {
    const world = build();
    await leave(world);
    world.sinks[0]?.error(new Error('gone'));
    expect(world.keeper.list()).toEqual([]);
    expect(world.shown).toEqual([]);
  });

  it.each([
    [[new GraphQLError('Sign in first')], [expect.objectContaining({ message: 'Sign in first' })]],
    [new Error('no network'), [{ message: 'no network' }]],
    [{ code: 4403, reason: 'Forbidden' }, [{ message: 'The socket was closed: 4403 Forbidden' }]],
  ])(
    'shows %j as a result when GraphiQL runs it, and leaves nothing unhandled',
    async (problem, errors) => {
      const { keeper, sinks, client } = build();
      // GraphiQL's own way: vitest fails a test that leaves a rejection unhandled.
      const fetcher = createGraphiQLFetcher({
        url: 'http://localhost/graphql',
        fetch,
        wsClient: { ...client, ...keeper.around(client) },
      });
      const query = 'subscription Posts { postCreated { id } }';
      const results = await fetcher(
        { query, operationName: 'Posts' },
        { documentAST: parse(query) },
      );
      const shown: unknown[] = [];
      const reading = (async () => {
        for await (const result of results as AsyncIterable<unknown>) shown.push(result);
      })();
      sinks[0]?.next({ data: 1 });
      sinks[0]?.error(problem);
      await reading;
      expect(shown).toEqual([{ data: 1 }, { errors }]);
    },
  );

  it('tells its listeners when a result comes, until they leave', async () => {
    const world = build();
    await leave(world);
    let told = 0;
    const off = world.keeper.onChange(() => {
      told += 1;
    });
    world.sinks[0]?.next({ data: 1 });
    off();
    world.sinks[0]?.next({ data: 2 });
    expect(told).toBe(1);
  });
});
