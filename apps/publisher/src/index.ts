import { createPublisherHandler } from '@skein/lambda/publisher';
import { app } from '@skein/schema/app';

export const handler = createPublisherHandler(app);
