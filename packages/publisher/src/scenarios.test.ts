import { endingEvents, endings } from '@skein/pubsub/endings';
import {
  applyScenario,
  createScenarioPubSub,
  type SampleEvent,
  type Scenario,
  sampleEvents,
  scenarioQuery,
  scenarios,
  scenarioTypeDefs,
} from '@skein/pubsub/scenarios';
import { buildSchema, versionInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

/** What a client of a scenario gets, frame by frame; its initial values are the message Lambda's to send. */
async function framesOf(scenario: Scenario, events: readonly SampleEvent[]) {
  const stage = createStage({
    pubsub: createScenarioPubSub(),
    schema: (pubsub) => {
      const schema = buildSchema(scenarioTypeDefs);
      applyScenario(schema, scenario, pubsub);
      return schema;
    },
  });
  await stage.subscribe({ connectionId: 'a', query: scenarioQuery });
  for (const { label, ...event } of events) {
    await stage.arrive(JSON.stringify({ topic: label, ...event }));
  }
  return stage.frames('a');
}

const next = (sample: number) => ({ id: '1', type: 'next', payload: { data: { sample } } });

describe('event', () => {
  it('runs on the graphql that the project names', () => {
    expect(String(versionInfo.major)).toBe(process.env.GRAPHQL_MAJOR);
  });

  it.each(scenarios)(
    'delivers what one process would stream when the source is $name',
    async (scenario) => {
      expect(await framesOf(scenario, sampleEvents)).toEqual(scenario.delivered.map(next));
    },
  );

  it.each(endings)('ends what one process would end when the source is $name', async (ending) => {
    const last = ending.completes ? [{ id: '1', type: 'complete' }] : [];
    expect(await framesOf(ending, endingEvents)).toEqual([...ending.delivered.map(next), ...last]);
  });
});
