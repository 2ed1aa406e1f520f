import { createGraphqlHandler } from '@skein/lambda/graphql';
import { app } from '@skein/schema/app';

export const handler = createGraphqlHandler(app);
