import { describeConversations } from './describe-conversations.ts';
import { legacyConversations } from './legacy-conversations.ts';

describeConversations('the legacy subprotocol', legacyConversations);
