import { describeChat } from '@skein/example-chat-tests';
import { app } from './app.ts';

describeChat('a chat of TypeGraphQL', app);
