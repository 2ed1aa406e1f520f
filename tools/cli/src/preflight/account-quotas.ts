/** A quota of the account in its region. */
export interface Quota {
  readonly value: number;
  /** Read from the account, or what AWS documents where the account can't be asked for it. */
  readonly source: 'account' | 'documented';
  /** What makes the value doubtful. */
  readonly note?: string;
}

/** What the account allows, all its stacks and APIs together. */
export interface AccountQuotas {
  readonly requestsPerSecond: Quota;
  readonly connectsPerSecond: Quota;
  readonly concurrency: Quota;
  /** What of the concurrency no function has reserved. */
  readonly unreserved: Quota;
  readonly publishesPerSecond: Quota;
}
