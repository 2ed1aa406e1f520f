import { describe, expect, it } from 'vitest';
import { SCENARIOS } from './testing/scenarios.ts';
import { ownStory, referenceStory } from './testing/tell-stories.ts';

describe('fromApollo, beside Apollo Server 2', () => {
  it.each(SCENARIOS)('does the same: $name', async (scenario) => {
    const reference = JSON.parse(JSON.stringify(await referenceStory(scenario)));
    const own = JSON.parse(JSON.stringify(await ownStory(scenario)));
    expect(own).toEqual(reference);
  });
});
