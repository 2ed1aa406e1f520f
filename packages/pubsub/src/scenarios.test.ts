import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, type ExecutionResult, execute, parse, subscribe, version } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, expect, describe as group, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { describe } from './describe.ts';
import { endingEvents, endings } from './endings.ts';
import { replay } from './replay.ts';
import {
  announceSample,
  applyScenario,
  createScenarioPubSub,
  type Scenario,
  sampleEvents,
  scenarioQuery,
  scenarios,
  scenarioTypeDefs,
} from './scenarios.ts';

type Result = ExecutionResult<{ sample: number }>;

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const make = (scenario: Scenario) => {
  const pubsub = createScenarioPubSub();
  const schema = buildSchema(scenarioTypeDefs);
  applyScenario(schema, scenario, pubsub);
  return { pubsub, schema };
};

const numbers = ({ results }: Outcome) => results.map(({ data, errors }) => errors ?? data?.sample);

/** What a client gets, and whether its subscription ends. */
interface Outcome {
  readonly results: readonly Result[];
  readonly completed: boolean;
}

/** Serves a scenario by the reference server, streaming in one process, and collects what a real client gets. */
const streamed = async (scenario: Scenario, events = sampleEvents): Promise<Outcome> => {
  const { pubsub, schema } = make(scenario);
  const http = createServer().listen(0, '127.0.0.1');
  const server = new WebSocketServer({ server: http });
  const disposable = useServer({ schema, execute, subscribe }, server);
  cleanups.push(
    () => void http.close(),
    () => disposable.dispose(),
  );
  await new Promise((resolve) => http.once('listening', resolve));

  const { port } = http.address() as AddressInfo;
  const client = createClient({ url: `ws://127.0.0.1:${port}`, webSocketImpl: WebSocket });
  cleanups.push(() => client.dispose());
  const results: Result[] = [];
  let completed = false;
  client.subscribe<{ sample: number }>(
    { query: scenarioQuery },
    {
      next: (result) => void results.push(result as Result),
      error: () => undefined,
      complete: () => {
        completed = true;
      },
    },
  );
  await new Promise((resolve) => client.on('connected', resolve));
  await quiet();
  for (const event of events) {
    await announceSample(pubsub, event);
    await quiet();
  }
  return { results, completed };
};

/**
 * Long enough for every scenario's own waits. Server, client and resolvers share this process, so what counts is how
 * often its event loop has turned: a busy machine slows all of them alike.
 */
const quiet = async () => {
  for (let turns = 0; turns < 12; turns += 1)
    await new Promise((resolve) => setTimeout(resolve, 2));
};

/** Describes a scenario once, then replays every event whose keys match, as the Lambdas do. */
const replayed = async (scenario: Scenario, events = sampleEvents): Promise<Outcome> => {
  const { pubsub, schema } = make(scenario);
  const open = async () =>
    (await subscribe({ schema, document: parse(scenarioQuery) })) as AsyncIterable<Result> | Result;
  const described = await describe({ open, timeoutMs: 1_000 });
  if (described.outcome !== 'waiting') throw new Error(`not waiting but ${described.outcome}`);
  const stored = new Set(described.keys.map(({ key }) => key));
  const results = [...described.initial];
  for (const { label, ...event } of events) {
    const received = await pubsub.receive({ topic: label, ...event });
    if (!received.ok) throw new Error(received.reason);
    if (!pubsub.matchingKeys(received.event).some(({ key }) => stored.has(key))) continue;
    const outcome = await replay({ event: received.event, open, timeoutMs: 1_000 });
    if (outcome.outcome === 'refused') throw new Error('refused');
    results.push(...outcome.values);
    if (outcome.ended) return { results: results as readonly Result[], completed: true };
  }
  return { results: results as readonly Result[], completed: false };
};

group('a scenario', () => {
  it('runs on the version of graphql that this run is for', () => {
    expect(version.split('.')[0]).toBe(process.env.GRAPHQL_MAJOR);
  });

  it.each(scenarios)(
    'delivers the same streamed by graphql-ws as replayed: $name',
    async (scenario) => {
      const expected = [...scenario.initial, ...scenario.delivered];
      expect(numbers(await replayed(scenario))).toEqual(expected);
      expect(numbers(await streamed(scenario))).toEqual(expected);
    },
  );

  it.each(endings)('ends the same streamed by graphql-ws as replayed: $name', async (ending) => {
    const expected = {
      numbers: [...ending.initial, ...ending.delivered],
      completed: ending.completes,
    };
    for (const outcome of [
      await replayed(ending, endingEvents),
      await streamed(ending, endingEvents),
    ])
      expect({ numbers: numbers(outcome), completed: outcome.completed }).toEqual(expected);
  });
});
