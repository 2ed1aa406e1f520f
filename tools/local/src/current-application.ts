/** An application of one's own, as the console page shows it. */
export interface OwnApplication {
  /** Tells it from others that run on the same port at other times. */
  readonly name: string;
  /** As SDL. */
  readonly schema: string;
}

/** What the console page has to know of the application that runs. */
export interface ApplicationInfo {
  /** Null for the reference application. */
  readonly name: string | null;
  /** As SDL; null for the reference application, whose examples the page knows. */
  readonly schema: string | null;
  /** Whether it takes the tokens of `/dev/token`. */
  readonly takesTokens: boolean;
}

/** The application that runs, which may change while the system does. */
export interface CurrentApplication {
  get(): ApplicationInfo;
  set(next: ApplicationInfo): void;
  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void;
}

export function createCurrentApplication(first: ApplicationInfo): CurrentApplication {
  const listeners = new Set<() => void>();
  let current = first;
  return {
    get: () => current,
    set: (next) => {
      current = next;
      for (const listener of listeners) listener();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
