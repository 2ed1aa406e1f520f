/** Nobody may ever ask for the failures of a pubsub that streams in memory. */
const MAX_FAILURES = 100;

/** Publishes that a handler must not outlive. */
export const createPendingPublishes = () => {
  const publishes = new Set<Promise<void>>();
  let failures: unknown[] = [];
  return {
    add: (publish: Promise<void>): Promise<void> => {
      const settled = publish.then(
        () => undefined,
        (error: unknown) => {
          if (failures.length < MAX_FAILURES) failures.push(error);
        },
      );
      publishes.add(settled);
      void settled.then(() => publishes.delete(settled));
      return publish;
    },
    settle: async (): Promise<readonly unknown[]> => {
      // One publish may cause another.
      while (publishes.size > 0) await Promise.all(publishes);
      const reported = failures;
      failures = [];
      return reported;
    },
  };
};
