/** Time and chance, injected. */
export interface Runtime {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
}
