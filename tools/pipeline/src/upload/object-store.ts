/** What an upload needs of a bucket. */
export interface ObjectStore {
  /** Every key that begins with the prefix. */
  keys(prefix: string): Promise<readonly string[]>;
  get(key: string): Promise<string>;
  put(key: string, content: Uint8Array): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}
