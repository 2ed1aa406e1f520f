import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AccessOptions, defineAccess } from './define-access.ts';

describe('defineAccess', () => {
  it('fills in what is left out', () => {
    const access = defineAccess({ authenticate: null });
    expect(access).toMatchObject({ authenticate: null, pubsub: null });
    expect(access.viewer(null)).toBeNull();
  });

  it('throws for an option that it does not know', () => {
    const options = { authenticate: null, onDisconect: () => undefined };
    expect(() => defineAccess(options)).toThrow(
      'defineAccess knows no option "onDisconect"; it takes authenticate, upgradeHeaders, viewer, onDisconnect, pubsub.',
    );
  });

  it('throws when authenticate is left out: open to everyone must be said', () => {
    expect(() => defineAccess({} as AccessOptions<null>)).toThrow('null for "open to everyone"');
  });

  it('hands the session that authenticate returns to the other hooks', () => {
    defineAccess<{ readonly id: string }>({
      authenticate: async ({ token }) => (token === null ? false : { session: { id: token } }),
      viewer: (session) => {
        expectTypeOf(session).toEqualTypeOf<{ readonly id: string }>();
        return session.id;
      },
      onDisconnect: ({ session }) => {
        expectTypeOf(session).toEqualTypeOf<{ readonly id: string } | null>();
      },
    });
  });
});
