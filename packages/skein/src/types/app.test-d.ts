import type { GraphQLSchema } from 'graphql';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type App,
  createPubSub,
  type DefaultDeliverySession,
  defineAccess,
  defineApp,
  type Operation,
} from '../index.ts';

interface Viewer {
  readonly id: string;
  readonly roles: readonly string[];
}

declare const schema: GraphQLSchema;
const pubsub = createPubSub();
const access = defineAccess<Viewer | null>({
  authenticate: ({ token }) => ({ session: token === null ? null : { id: token, roles: [] } }),
  viewer: (session) => session?.id ?? null,
});

describe('defineAccess', () => {
  it('gives its hooks the session that authenticate returns', () => {
    defineAccess<Viewer>({
      authenticate: async ({ token, source, connectionParams }) => {
        expectTypeOf(token).toEqualTypeOf<string | null>();
        expectTypeOf(source).toEqualTypeOf<'header' | 'query' | 'init' | 'http'>();
        expectTypeOf(connectionParams).toExtend<object | null>();
        return token === null ? false : { session: { id: token, roles: [] }, expiresAt: null };
      },
      viewer: (session) => {
        expectTypeOf(session).toEqualTypeOf<Viewer>();
        return session.id;
      },
      onDisconnect: ({ session }) => {
        expectTypeOf(session).toEqualTypeOf<Viewer | null>();
      },
    });
  });

  it('takes no other session', () => {
    // @ts-expect-error TS2322: Property 'roles' is missing
    defineAccess<Viewer>({ authenticate: () => ({ session: { id: 'ada' } }) });
    // @ts-expect-error TS2322: Type 'true' is not assignable
    defineAccess<Viewer>({ authenticate: () => true });
  });

  it('wants an answer to who may connect', () => {
    // @ts-expect-error TS2741: Property 'authenticate' is missing
    defineAccess({});
    defineAccess({ authenticate: null });
  });

  it('has no other options', () => {
    // @ts-expect-error TS2561: 'onConnect' does not exist in type 'AccessOptions<null>'
    defineAccess({ authenticate: null, onConnect: () => undefined });
  });
});

describe('defineApp', () => {
  it('gives its context the session of the access, and at a delivery what all deliveries see of it', () => {
    const app = defineApp({
      schema,
      pubsub,
      access,
      context: (input) => {
        expectTypeOf(input.phase).toEqualTypeOf<'request' | 'subscribe' | 'deliver'>();
        if (input.phase === 'deliver') {
          expectTypeOf(input.session).toEqualTypeOf<DefaultDeliverySession>();
          // @ts-expect-error TS2339: Property 'headers' does not exist
          return input.headers;
        }
        expectTypeOf(input.session).toEqualTypeOf<Viewer | null>();
        expectTypeOf(input.operation).toEqualTypeOf<Operation>();
        return input.headers;
      },
    });
    expectTypeOf(app).toEqualTypeOf<App>();
  });

  it('gives its context at a delivery what deliverySession kept', () => {
    defineApp({
      schema,
      pubsub,
      access,
      deliverySession: (session) => {
        expectTypeOf(session).toEqualTypeOf<Viewer | null>();
        return { isAdmin: session?.roles.includes('admin') ?? false };
      },
      context: (input) => {
        if (input.phase !== 'deliver') return input.session?.roles;
        expectTypeOf(input.session).toEqualTypeOf<{ isAdmin: boolean }>();
        return input.session.isAdmin;
      },
    });
  });

  it('takes what it needs', () => {
    // @ts-expect-error TS2741: Property 'access' is missing
    defineApp({ schema, pubsub });
    // @ts-expect-error TS2739: is missing the following properties from type 'Access<null>'
    defineApp({ schema, pubsub, access: { authenticate: null } });
  });

  it('has no other options', () => {
    // @ts-expect-error TS2353: 'subscriptions' does not exist in type
    defineApp({ schema, pubsub, access, subscriptions: {} });
    // @ts-expect-error TS2353: 'depth' does not exist in type 'Partial<Limits>'
    defineApp({ schema, pubsub, access, limits: { depth: 3 } });
  });
});
