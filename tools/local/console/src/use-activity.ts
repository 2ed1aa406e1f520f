import { useEffect, useState } from 'react';

/** What the local system says of itself: the data of each `snapshot` event of `/dev/activity`. */
export interface Snapshot {
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

const REOPEN_MS = 1000;

/** The newest snapshot; `waiting` before the first, and `away` while the local system can't be reached. */
export function useActivity(): Snapshot | 'waiting' | 'away' {
  const [activity, setActivity] = useState<Snapshot | 'waiting' | 'away'>('waiting');
  useEffect(() => follow(setActivity), []);
  return activity;
}

/** Follows the stream until the returned function is called. */
function follow(tell: (activity: Snapshot | 'away') => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const opened = new EventSource('/dev/activity');
    opened.addEventListener('snapshot', ({ data }) => tell(JSON.parse(data)));
    // An EventSource gives up for good on any status but 200, and a system that is starting answers 503.
    opened.addEventListener('error', () => {
      opened.close();
      tell('away');
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
