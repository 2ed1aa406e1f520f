import { defineAccess } from 'skein/access';
import { readAuthSettings } from './auth-settings.ts';
import { createVerifyToken } from './verify-token.ts';
import type { Viewer } from './viewer.ts';

const verifyToken = createVerifyToken(readAuthSettings(process.env));

/** No token is an anonymous viewer; a bad or expired one is refused. */
export const access = defineAccess<Viewer | null>({
  authenticate: async ({ token }) => {
    if (token === null) return { session: null };
    const { subject, expiresAt } = await verifyToken(token);
    return { session: { id: subject }, expiresAt };
  },
  viewer: (session) => session?.id ?? null,
});
