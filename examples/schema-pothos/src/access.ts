import { defineAccess } from 'skein/access';

export interface Viewer {
  readonly id: string;
}

/** Stands for the verification of a token: put yours here. */
const ACCOUNTS: ReadonlyMap<string, Viewer> = new Map([
  ['ada-secret', { id: 'ada' }],
  ['bob-secret', { id: 'bob' }],
]);

/** No token is an anonymous viewer, an unknown one is refused: at the upgrade, at `connection_init` and over HTTP. */
export const access = defineAccess<Viewer | null>({
  authenticate: ({ token }) => {
    if (token === null) return { session: null };
    const viewer = ACCOUNTS.get(token);
    if (viewer === undefined) throw new Error('Unknown token');
    return { session: viewer };
  },
  viewer: (session) => session?.id ?? null,
});
