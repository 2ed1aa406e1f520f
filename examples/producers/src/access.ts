import { defineAccess } from 'skein/access';

export const access = defineAccess({ authenticate: null });
