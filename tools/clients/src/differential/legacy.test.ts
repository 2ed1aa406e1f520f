import { inject } from 'vitest';
import { describeConversations } from './describe-conversations.ts';
import { legacyConversations } from './legacy-conversations.ts';

const urls = () => ({ reference: inject('referenceUrl'), system: inject('systemUrl') });

describeConversations('the legacy subprotocol', legacyConversations, urls);
