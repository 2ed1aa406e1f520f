import { createFanoutHandler } from '@skein/lambda/fanout';
import { app } from '@skein/schema/app';

export const handler = createFanoutHandler(app);
