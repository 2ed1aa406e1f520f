import { createDisconnectHandler } from '@skein/lambda/disconnect';
import { access } from '@skein/schema/access';

export const handler = createDisconnectHandler(access);
