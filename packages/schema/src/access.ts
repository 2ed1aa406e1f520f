import { defineAccess } from 'skein/access';
import { readAuthSettings } from './access/auth-settings.ts';
import { reportTrouble } from './access/report-trouble.ts';
import { createVerifyToken } from './access/verify-token.ts';
import type { Viewer } from './viewer.ts';

const verifyToken = createVerifyToken({
  settings: readAuthSettings(process.env),
  onKeysUnavailable: (error) => reportTrouble('token_keys_unavailable', error),
});

/** No token is an anonymous viewer; a bad or expired one is refused. */
export const access = defineAccess<Viewer | null>({
  authenticate: async ({ token }) => {
    if (token === null) return { session: null };
    const { subject, expiresAt } = await verifyToken(token);
    return { session: { id: subject }, expiresAt };
  },
  viewer: (session) => session?.id ?? null,
});
