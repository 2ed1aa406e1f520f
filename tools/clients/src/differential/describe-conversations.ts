import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTarget, type Target } from '../target/target.ts';
import type { Conversation } from './conversation.ts';
import { permit } from './difference.ts';
import { holdConversation } from './hold-conversation.ts';

/** Where the two systems are, `http://127.0.0.1:<port>`, once the tests run. */
export type Urls = () => { readonly reference: string; readonly system: string };

/** Holds every conversation with the reference server and with this system, and compares what was heard. */
export function describeConversations(
  name: string,
  conversations: readonly Conversation[],
  urls: Urls,
): void {
  let reference: Target;
  let system: Target;
  beforeAll(() => {
    reference = createTarget(urls().reference);
    system = createTarget(urls().system);
  });
  afterAll(() => {
    reference.close();
    system.close();
  });

  describe.concurrent(name, () => {
    it.each(conversations)('agrees on $name', async (conversation) => {
      const [there, here] = await Promise.all([
        holdConversation(reference, conversation),
        holdConversation(system, conversation),
      ]);
      const { expected, unmet } = permit(there, conversation.permits);

      // The diff that a failure shows: what is missing here, and what is too much.
      expect(here.join('\n')).toBe(expected.join('\n'));
      expect(unmet, 'permitted differences that do not occur').toEqual([]);
    });
  });
}
