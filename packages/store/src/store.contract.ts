import { describe } from 'vitest';
import { connectionsContract } from './contract/connections.contract.ts';
import { deliveryContract } from './contract/delivery.contract.ts';
import type { OpenStore } from './contract/harness.ts';
import { subscriptionsContract } from './contract/subscriptions.contract.ts';

export {
  createManualClock,
  DEFAULT_CALLBACK_URL,
  type ManualClock,
  type OpenStore,
  type StoreHarness,
} from './contract/harness.ts';

/** Holds an adapter to the rules of `Store`. Every test opens an empty store of its own. */
export function storeContract(name: string, open: OpenStore): void {
  describe(name, () => {
    connectionsContract(open);
    subscriptionsContract(open);
    deliveryContract(open);
  });
}
