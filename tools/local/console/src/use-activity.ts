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

/** The newest snapshot; null until there is one. */
export const useActivity = (): Snapshot | null => {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  useEffect(() => {
    const source = new EventSource('/dev/activity');
    source.addEventListener('snapshot', ({ data }) => setSnapshot(JSON.parse(data)));
    return () => source.close();
  }, []);
  return snapshot;
};
