import { createPubSub } from '@skein/pubsub';
import { buildSchema } from 'graphql';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { defineAccess } from './define-access.ts';
import { type AppOptions, type DefaultDeliverySession, defineApp } from './define-app.ts';

interface Viewer {
  readonly id: string;
  readonly email: string;
}

const access = defineAccess<Viewer | null>({
  authenticate: ({ token }) => ({ session: token === null ? null : { id: token, email: 'e' } }),
  viewer: (session) => session?.id ?? null,
});

const base = { schema: buildSchema('type Query { a: Int }'), pubsub: createPubSub(), access };

describe('defineApp', () => {
  it('fills in what is left out', () => {
    expect(defineApp(base)).toMatchObject({
      operations: ['query', 'mutation', 'subscription'],
      allowWithoutInit: false,
      limits: { subscriptionsPerConnection: 100, documentTokens: 5_000, subscribeMs: 5_000 },
      decodeEvent: null,
    });
  });

  it('keeps the other limits when one is given', () => {
    const { limits } = defineApp({ ...base, limits: { subscriptionsPerConnection: 3 } });
    expect(limits).toEqual({
      subscriptionsPerConnection: 3,
      documentTokens: 5_000,
      subscribeMs: 5_000,
    });
  });

  it('delivers to the viewer alone unless the application says otherwise', () => {
    const { deliverySession } = defineApp(base);
    expect(deliverySession({ id: 'ada', email: 'e' })).toEqual({ id: 'ada' });
    expect(deliverySession(null)).toBeNull();
  });

  it.each([
    [{ contxt: () => ({}) }, 'defineApp knows no option "contxt"'],
    [{ limits: { subscriptions: 1 } }, 'defineApp, limits, knows no option "subscriptions"'],
    [{ limits: { subscribeMs: 0 } }, 'positive whole number in limits.subscribeMs, but 0 came'],
    [{ limits: { documentTokens: 1.5 } }, 'limits.documentTokens, but 1.5 came'],
    [{ schema: {} }, 'defineApp needs a GraphQLSchema in `schema`.'],
    [
      { pubsub: { publish: null, subscribe: null } },
      'defineApp needs in `pubsub` what createPubSub returns, but what came has no bind, settle, receive, matchingKeys.',
    ],
    [
      { access: undefined },
      'defineApp needs in `access` what defineAccess returns, but what came has no authenticate, viewer, onDisconnect.',
    ],
  ])('throws for %j', (wrong, message) => {
    expect(() => defineApp({ ...base, ...wrong } as AppOptions<Viewer | null, never>)).toThrow(
      message,
    );
  });

  it.each(['development', 'production'])('names the other copy of graphql in %s', async (env) => {
    vi.stubEnv('NODE_ENV', env);
    vi.resetModules();
    const { defineApp: define } = await import('./define-app.ts');
    class GraphQLSchema {
      readonly [Symbol.toStringTag] = 'GraphQLSchema';
    }
    const schema = new GraphQLSchema();
    expect(() => define({ ...base, schema } as never)).toThrow(
      /^`schema` was made with another copy of graphql than the one that skein imports.* Keep one: `npm ls graphql`/,
    );
    vi.unstubAllEnvs();
  });

  it('gives the context the session of its phase, by type', () => {
    defineApp({
      ...base,
      context: (input) => {
        if (input.phase === 'deliver') {
          expectTypeOf(input.session).toEqualTypeOf<DefaultDeliverySession>();
        } else {
          expectTypeOf(input.session).toEqualTypeOf<Viewer | null>();
        }
        return {};
      },
    });
    defineApp({
      ...base,
      deliverySession: (session) => session?.email ?? 'nobody',
      context: (input) => {
        if (input.phase === 'deliver') expectTypeOf(input.session).toEqualTypeOf<string>();
        return {};
      },
    });
  });
});
