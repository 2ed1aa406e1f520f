import { type ClientMessage, decode, type MalformedFrame, type Subprotocol } from '@skein/protocol';
import type { Store } from '@skein/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready, type World } from './testing/world.ts';

const subprotocol = fc.constantFrom<Subprotocol>('graphql-transport-ws', 'graphql-ws');

const query = fc.oneof(
  fc.constantFrom(
    '{ version }',
    '{ fails }',
    '{ number }',
    '{ unknown }',
    'query A { version } query B { version }',
    'mutation ($by: Int!) { add(by: $by) }',
    'subscription { other { id } }',
    'subscription ($to: String) { posted(to: $to) { id } }',
    'subscription { refused { id } }',
    'subscription { nothing { id } }',
    'subscription { counted(to: 2) }',
    'subscription { greeted }',
    'subscription ($b: Boolean!) { other @skip(if: $b) { id } }',
    'subscription { __typename }',
  ),
  fc.string(),
);

/** Frames that are nearly right. */
const frame = fc.record(
  {
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('subscribe', 'start') },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'complete',
          'stop',
          'ping',
          'pong',
          'connection_init',
          'connection_terminate',
          'next',
        ),
      },
      fc.jsonValue(),
    ),
    id: fc.oneof(fc.constantFrom('1', '2', '__proto__', 'é'.repeat(65)), fc.jsonValue()),
    payload: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record(
          {
            query,
            variables: fc.oneof(fc.record({ by: fc.integer(), to: fc.string() }), fc.jsonValue()),
            operationName: fc.option(fc.constantFrom('A', '')),
            extensions: fc.jsonValue(),
          },
          { requiredKeys: ['query'] },
        ),
      },
      fc.jsonValue(),
    ),
  },
  { requiredKeys: ['type'] },
);
const text = fc.oneof(
  { weight: 9, arbitrary: frame.map((value) => JSON.stringify(value)) },
  fc.string({ unit: 'binary' }),
  fc.json(),
);

interface Frame {
  readonly type: string;
  readonly id?: string | null;
}

const got = (world: World) => answers(world) as Frame[];

async function checkMessage(world: World, spoken: Subprotocol, message: ClientMessage) {
  const isLegacy = spoken === 'graphql-ws';
  const types = got(world).map(({ type }) => type);
  switch (message.type) {
    case 'ping':
      return expect(types).toEqual(['pong']);
    case 'pong':
    case 'complete':
      return expect(types).toEqual([]);
    case 'connection_init':
      return expect(types).toEqual([
        isLegacy ? 'connection_ack' : '4429: Too many initialisation requests',
      ]);
    case 'connection_terminate':
      return expect(world.sockets.isOpen('c')).toBe(false);
    case 'subscribe': {
      expect(got(world).every(({ id }) => id === message.id)).toBe(true);
      const isStored = (await world.store.subscription('c', message.id)) !== null;
      const next = isLegacy ? 'data' : 'next';
      if (isStored) return expect(types.every((type) => type === next)).toBe(true);
      expect(types.at(-1)).toMatch(/^(complete|error)$/);
      return expect(types.slice(0, -1).every((type) => type === next)).toBe(true);
    }
  }
}

function checkMalformed(world: World, spoken: Subprotocol, { problem, id }: MalformedFrame) {
  expect(got(world)).toHaveLength(1);
  const [answer] = got(world);
  const isFatal = spoken === 'graphql-transport-ws' && problem !== 'id-too-long';
  expect(world.sockets.isOpen('c')).toBe(!isFatal);
  if (isFatal) expect(answer).toEqual({ type: '4400: Invalid message received' });
  else if (id !== null) expect(answer).toMatchObject({ type: 'error', id });
  else expect(answer?.type).toMatch(/^(error|connection_error)$/);
}

describe('createInbound, fuzzed', () => {
  it('answers every frame as its protocol asks', async () => {
    await fc.assert(
      fc.asyncProperty(subprotocol, text, async (spoken, body) => {
        const world = await ready(createWorld(), spoken);
        await world.send('c', body);
        const ping = decode('graphql-transport-ws', body);
        const isPing = ping.ok && (ping.message.type === 'ping' || ping.message.type === 'pong');
        const decoded = isPing ? ping : decode(spoken, body);
        if (decoded.ok) await checkMessage(world, spoken, decoded.message);
        else checkMalformed(world, spoken, decoded.malformed);
        expect(world.log.lines.filter((line) => line.includes('message_failed'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('closes whatever an unregistered connection sends, but for ping and pong', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const world = createWorld();
        world.sockets.open('c');
        await world.send('c', body);
        const ping = decode('graphql-transport-ws', body);
        const isPing = ping.ok && (ping.message.type === 'ping' || ping.message.type === 'pong');
        expect(world.sockets.isOpen('c')).toBe(isPing);
        if (!isPing) expect(world.frames('c')).toEqual([]);
      }),
    );
  });

  it('never rejects whatever fails', async () => {
    const faults = fc.infiniteStream(fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        subprotocol,
        fc.array(text, { maxLength: 4 }),
        faults,
        async (spoken, bodies, fails) => {
          let isBroken = false;
          const flaky = (store: Store): Store =>
            new Proxy(store, {
              get: (target, method: keyof Store) =>
                isBroken && fails.next().value === true
                  ? () => Promise.reject(new Error('down'))
                  : target[method],
            });
          const world = await ready(createWorld({ store: flaky }), spoken);
          isBroken = true;
          world.sockets.failPosts('c', ['throttled', 'failed', 'too-large', 'forbidden']);
          const handled = bodies.map((body) => world.begin('c', body));
          await world.clock.settle(Promise.all(handled));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('createInbound, interleaved', () => {
  /** A world whose store calls are ordered by the scheduler once it runs. */
  async function scheduled(scheduler: fc.Scheduler, spoken: Subprotocol) {
    let isScheduled = false;
    const store = (working: Store): Store =>
      new Proxy(working, {
        get: (target, method: keyof Store) => {
          const call = target[method] as (...args: unknown[]) => unknown;
          if (!isScheduled || method === 'subscribers') return call;
          return async (...args: unknown[]) => {
            await scheduler.schedule(Promise.resolve(), `before ${method}`);
            const answer = await call(...args);
            await scheduler.schedule(Promise.resolve(), `after ${method}`);
            return answer;
          };
        },
      });
    const world = await ready(createWorld({ store }), spoken);
    isScheduled = true;
    return { world, run: (work: Promise<unknown>[]) => scheduler.waitFor(Promise.all(work)) };
  }

  const payload = { query: 'subscription { other { id } }' };
  const forms = {
    'graphql-transport-ws': ['subscribe', 'complete'],
    'graphql-ws': ['start', 'stop'],
  } as const;
  const request = (spoken: Subprotocol) => ({ type: forms[spoken][0], id: '1', payload });
  const end = (spoken: Subprotocol) => ({ type: forms[spoken][1], id: '1' });

  it('stores nothing of a subscription whose complete came after it, in any order of handling', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), subprotocol, async (scheduler, spoken) => {
        const { world, run } = await scheduled(scheduler, spoken);
        const timeMs = world.clock.nowMs();
        await run([
          world.begin('c', request(spoken), { timeMs }),
          world.begin('c', end(spoken), { timeMs: timeMs + 1 }),
        ]);
        expect(await world.listeners('OTHER')).toEqual([]);
        expect(got(world).every(({ type }) => type === 'complete')).toBe(true);
        expect(world.sockets.isOpen('c')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves nothing behind when the connection goes, in any order of handling', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), subprotocol, async (scheduler, spoken) => {
        const { world, run } = await scheduled(scheduler, spoken);
        const gone = scheduler
          .schedule(Promise.resolve(), 'disconnect')
          .then(() => world.store.disconnect('c'));
        await run([world.begin('c', request(spoken)), gone]);
        expect(await world.listeners('OTHER')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps one of two legacy starts of one id, the later one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { world, run } = await scheduled(scheduler, 'graphql-ws');
        const timeMs = world.clock.nowMs();
        await run([
          world.begin('c', request('graphql-ws'), { timeMs, messageId: 'first' }),
          world.begin('c', request('graphql-ws'), { timeMs: timeMs + 1, messageId: 'second' }),
        ]);
        expect(await world.listeners('OTHER')).toMatchObject([{ messageId: 'second' }]);
        expect(got(world)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
