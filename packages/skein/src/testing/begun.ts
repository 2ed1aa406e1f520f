/** Work that was begun and is not waited for. */
export interface Begun {
  /** Remembers `work` until it has settled. */
  add<Value>(work: Promise<Value>): Promise<Value>;
  /** Resolves when all that was begun before has settled. */
  settled(): Promise<void>;
}

export function createBegun(): Begun {
  const going = new Set<Promise<void>>();
  return {
    add: (work) => {
      const settled = work.then(
        () => undefined,
        // Whoever began it hears of it.
        () => undefined,
      );
      going.add(settled);
      void settled.then(() => going.delete(settled));
      return work;
    },
    settled: async () => {
      await Promise.all(going);
    },
  };
}
