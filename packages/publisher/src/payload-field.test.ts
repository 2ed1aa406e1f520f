import { createPubSub, type PubSub, topic } from '@skein/pubsub';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const said = topic<{ id: string }>('SAID');

/** Fields without `resolve`: as with Apollo, the payload is searched for the field's name. */
const schema = (pubsub: PubSub): GraphQLSchema => {
  const made = buildSchema(`
    type Query { version: String }
    type Note { id: ID text: String }
    type Subscription { said: Note! heard: Note written: Note! }
  `);
  const sources = { said, heard: said, written: 'WRITTEN' };
  for (const field of Object.values(made.getSubscriptionType()?.getFields() ?? {})) {
    const source = sources[field.name as keyof typeof sources];
    field.subscribe = () =>
      typeof source === 'string' ? pubsub.asyncIterator(source) : pubsub.subscribe(source);
  }
  return made;
};

const deliver = async (field: string, label: string, payload: object) => {
  const stage = createStage({ pubsub: createPubSub({ topics: [said] }), schema });
  await stage.subscribe({ connectionId: 'c', query: `{ ${field} { id text } }` });
  await stage.publish(label, payload);
  await stage.publish(label, payload);
  const warnings = stage.lines.filter(({ event }) => event === 'field_without_resolve');
  return { frames: stage.frames('c'), warnings };
};

const FIX =
  /^Subscription\.said has no `resolve`, and the payload of SAID no field "said": .*Give the field `resolve: \(payload\) => payload`/;

describe('payloadFieldResolver', () => {
  it('says what is missing when a field finds nothing in the payload of a declared topic', async () => {
    const { frames, warnings } = await deliver('said', 'SAID', { id: '1' });
    expect(frames).toMatchObject([
      { type: 'next', payload: { data: null, errors: [{ message: expect.stringMatching(FIX) }] } },
      { type: 'next' },
    ]);
    // With every event it would be the same.
    expect(warnings).toMatchObject([
      { level: 'warn', fields: { field: 'Subscription.said', topic: 'SAID' } },
    ]);
  });

  it('delivers null, and warns, when the field may be null', async () => {
    const { frames, warnings } = await deliver('heard', 'SAID', { id: '1' });
    expect(frames[0]).toMatchObject({ payload: { data: { heard: null } } });
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['said', 'SAID', { said: { id: '1' } }, { said: { id: '1', text: null } }],
    ['heard', 'SAID', { heard: null }, { heard: null }],
    ['written', 'WRITTEN', { written: { id: '1' } }, { written: { id: '1', text: null } }],
  ])(
    "says nothing of %s when the payload of %s is in Apollo's form",
    async (...[field, label, payload, data]) => {
      const { frames, warnings } = await deliver(field, label, payload);
      expect(frames[0]).toMatchObject({ payload: { data } });
      expect(warnings).toEqual([]);
    },
  );

  it("leaves graphql's own words for a label that is not declared", async () => {
    const { frames, warnings } = await deliver('written', 'WRITTEN', { id: '1' });
    expect(frames[0]).toMatchObject({
      payload: { errors: [{ message: expect.stringMatching(/^Cannot return null/) }] },
    });
    expect(warnings).toEqual([]);
  });
});
