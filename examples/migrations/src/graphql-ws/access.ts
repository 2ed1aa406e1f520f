import { defineAccess } from 'skein/access';

export interface Session {
  readonly viewer: string;
}

// Stands in for the verification of a token, as `verify` did.
const VIEWERS = new Map([
  ['ada-secret', 'ada'],
  ['grace-secret', 'grace'],
]);

export const access = defineAccess<Session>({
  // onConnect. Clients go on sending `{ token }`; over HTTP the token is in the header.
  authenticate: ({ connectionParams, token }) => {
    const viewer = VIEWERS.get(String(connectionParams?.token ?? token));
    return viewer !== undefined && { session: { viewer } };
  },
  viewer: ({ viewer }) => viewer,
});
