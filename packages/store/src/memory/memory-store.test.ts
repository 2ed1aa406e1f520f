import { createManualClock, DEFAULT_CALLBACK_URL, storeContract } from '../store.contract.ts';
import { createMemoryStore } from './memory-store.ts';

storeContract('createMemoryStore', async () => {
  const clock = createManualClock();
  let frozenAtMs: number | null = null;
  const store = createMemoryStore({
    defaultCallbackUrl: DEFAULT_CALLBACK_URL,
    clock,
    pageSize: 7,
    indexLagMs: () => (frozenAtMs === null ? 0 : clock.nowMs() - frozenAtMs),
  });
  return {
    store,
    clock,
    losesAnswers: false,
    async freeze() {
      frozenAtMs = clock.nowMs();
      clock.advance(1);
    },
    async catchUp() {
      frozenAtMs = null;
    },
  };
});
