import { defineAccess } from 'skein/access';

export interface Viewer {
  readonly id: string;
}

/** A token is `<viewer>` or `<viewer>;<when it ends, in seconds since the epoch>`: a stand-in for a JWT. */
export const access = defineAccess<Viewer | null>({
  authenticate: ({ token }) => {
    if (token === null) return { session: null };
    const [id = '', end] = token.split(';');
    if (id === '') throw new Error('The token names nobody');
    return { session: { id }, expiresAt: end === undefined ? null : Number(end) };
  },
  viewer: (session) => session?.id ?? null,
});
