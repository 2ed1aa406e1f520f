import { defineAccess } from 'skein/access';

// Open to everyone, said on purpose: put your own `authenticate` here.
export const access = defineAccess({ authenticate: null });
