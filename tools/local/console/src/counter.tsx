import type { Client } from 'graphql-ws';
import { useEffect, useState } from 'react';

/** The number that the local system increments every second, delivered like any other event. */
export const Counter = ({ sockets }: { readonly sockets: Client }) => {
  const [number, setNumber] = useState<number | null>(null);

  useEffect(
    () =>
      sockets.subscribe<{ numberIncremented: number }>(
        { query: 'subscription ConsoleCounter { numberIncremented }' },
        {
          next: ({ data }) => setNumber(data?.numberIncremented ?? null),
          error: () => setNumber(null),
          complete: () => setNumber(null),
        },
      ),
    [sockets],
  );

  return (
    <p className="counter" title="numberIncremented, once a second, over this page's WebSocket">
      <span>numberIncremented</span>
      <output data-testid="counter">{number ?? '…'}</output>
    </p>
  );
};
