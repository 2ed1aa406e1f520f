import { afterAll, beforeAll } from 'vitest';
import { forkSystem, type RunningSystem } from '../setup/fork-system.ts';
import { describeConversations } from './describe-conversations.ts';
import { sourceConversations } from './source-conversations.ts';

let reference: RunningSystem;
let system: RunningSystem;
beforeAll(async () => {
  [reference, system] = await Promise.all([
    forkSystem('reference-sources'),
    forkSystem('skein-sources'),
  ]);
}, 60_000);
afterAll(() => Promise.all([reference.close(), system.close()]));

const urls = () => ({ reference: reference.url, system: system.url });

for (const subprotocol of ['graphql-transport-ws', 'graphql-ws'] as const) {
  describeConversations(`sources, ${subprotocol}`, sourceConversations(subprotocol), urls);
}
