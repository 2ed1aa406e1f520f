import { createConnectHandler } from '@skein/lambda/connect';
import { access } from '@skein/schema/access';

export const handler = createConnectHandler(access);
