import { useEffect, useState } from 'react';

/** What the local system says of itself: the data of the events of `/dev/activity`. */
export interface LocalSystem {
  /** `away` while the local system can't be reached. */
  readonly activity: Snapshot | 'waiting' | 'away';
  /** The application that ran when it was heard of last; null before. */
  readonly application: Application | null;
}

/** Each `snapshot`. */
interface Snapshot {
  readonly connections: readonly ConnectionActivity[];
  readonly totals: {
    readonly connected: number;
    readonly delivered: number;
    readonly closed: number;
  };
}

export interface ConnectionActivity {
  readonly connectionId: string;
  readonly subprotocol: string | null;
  readonly connectedAtMs: number;
  readonly operations: readonly { readonly id: string; readonly name: string | null }[];
  readonly delivered: number;
}

/** Each `application`: at first, and when it was reloaded. */
export interface Application {
  /** An application of one's own; null is the reference application. */
  readonly name: string | null;
  /** As SDL; null for the reference application. */
  readonly schema: string | null;
  /** Whether it takes the tokens of `/dev/token`. */
  readonly takesTokens: boolean;
}

const REOPEN_MS = 1000;

/** Follows the local system while the page is open. */
export function useLocalSystem(): LocalSystem {
  const [system, setSystem] = useState<LocalSystem>({ activity: 'waiting', application: null });
  useEffect(() => follow((news) => setSystem((before) => ({ ...before, ...news }))), []);
  return system;
}

/** Follows the stream until the returned function is called. */
function follow(tell: (news: Partial<LocalSystem>) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const opened = new EventSource('/dev/activity');
    opened.addEventListener('snapshot', ({ data }) => tell({ activity: JSON.parse(data) }));
    opened.addEventListener('application', ({ data }) => tell({ application: JSON.parse(data) }));
    // An EventSource gives up for good on any status but 200, and a system that is starting answers 503.
    opened.addEventListener('error', () => {
      opened.close();
      tell({ activity: 'away' });
      timer = setTimeout(() => {
        source = open();
      }, REOPEN_MS);
    });
    return opened;
  }

  return () => {
    clearTimeout(timer);
    source.close();
  };
}
