import { inject } from 'vitest';
import { describeConversations } from './describe-conversations.ts';
import { transportConversations } from './transport-conversations.ts';

const urls = () => ({ reference: inject('referenceUrl'), system: inject('systemUrl') });

describeConversations('graphql-transport-ws', transportConversations, urls);
