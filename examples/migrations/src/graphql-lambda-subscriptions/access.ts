import { defineAccess } from 'skein/access';

export interface Session {
  readonly user: string;
}

export const access = defineAccess<Session>({
  // The payload of connection_init; what is returned is kept, and nothing else of it.
  authenticate: ({ connectionParams }) => {
    const user = connectionParams?.user;
    if (typeof user !== 'string') throw new Error('Token validation failed');
    return { session: { user } };
  },
  viewer: ({ user }) => user,
});
