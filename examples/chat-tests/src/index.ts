export { type ChatCase, chatCases } from './cases.ts';
export type { Chat, ChatClient, Result } from './chat.ts';
export { describeChat } from './describe-chat.ts';
export { overTestApp } from './over-test-app.ts';
