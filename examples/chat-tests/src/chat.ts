/** The result of an operation, as far as every transport has it alike: what refuses an operation is errors without data. */
export interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[] | undefined;
}

/** A chat, however it is served. */
export interface Chat {
  /** A client with that token; null has none. Nothing may be asked of the server yet. */
  client(token: string | null): ChatClient;
}

export interface ChatClient {
  /** Runs a query or mutation. Rejects when the token is refused. */
  execute(query: string): Promise<Result>;
  /** Resolves when the next event is sure to arrive. */
  subscribe(query: string): Promise<AsyncIterator<Result>>;
}
