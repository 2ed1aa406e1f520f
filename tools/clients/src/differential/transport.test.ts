import { describeConversations } from './describe-conversations.ts';
import { transportConversations } from './transport-conversations.ts';

describeConversations('graphql-transport-ws', transportConversations);
