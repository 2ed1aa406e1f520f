import { inject } from 'vitest';
import { describeConversations } from './describe-conversations.ts';
import { slowLegacyConversations } from './legacy-conversations.ts';
import { slowTransportConversations } from './transport-conversations.ts';

const urls = () => ({ reference: inject('referenceUrl'), system: inject('systemUrl') });

describeConversations('graphql-transport-ws, slowly', slowTransportConversations, urls);
describeConversations('the legacy subprotocol, slowly', slowLegacyConversations, urls);
