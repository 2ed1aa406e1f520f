import {
  applyScenario,
  createScenarioPubSub,
  sampleEvents,
  scenarioQuery,
  scenarios,
  scenarioTypeDefs,
} from '@skein/pubsub/scenarios';
import { buildSchema, versionInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

describe('event', () => {
  it('runs on the graphql that the project names', () => {
    expect(String(versionInfo.major)).toBe(process.env.GRAPHQL_MAJOR);
  });

  it.each(scenarios)(
    'delivers what one process would stream when the source is $name',
    async (scenario) => {
      const stage = createStage({
        pubsub: createScenarioPubSub(),
        schema: (pubsub) => {
          const schema = buildSchema(scenarioTypeDefs);
          applyScenario(schema, scenario, pubsub);
          return schema;
        },
      });
      await stage.subscribe({ connectionId: 'a', query: scenarioQuery });
      for (const { label, payload } of sampleEvents) await stage.publish(label, payload);
      expect(stage.frames('a')).toEqual(
        scenario.delivered.map((sample) => ({
          id: '1',
          type: 'next',
          payload: { data: { sample } },
        })),
      );
    },
  );
});
