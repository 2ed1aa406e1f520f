import { createMessageHandler } from '@skein/lambda/message';
import { app } from '@skein/schema/app';

export const handler = createMessageHandler(app);
