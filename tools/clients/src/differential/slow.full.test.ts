import { describeConversations } from './describe-conversations.ts';
import { slowLegacyConversations } from './legacy-conversations.ts';
import { slowTransportConversations } from './transport-conversations.ts';

describeConversations('graphql-transport-ws, slowly', slowTransportConversations);
describeConversations('the legacy subprotocol, slowly', slowLegacyConversations);
