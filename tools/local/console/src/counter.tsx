import type { Client } from 'graphql-ws';
import { useEffect, useState } from 'react';

/** The number that the local system increments every second, delivered like any other event of the reference application. */
export function Counter({ sockets }: { readonly sockets: Client }) {
  const [number, setNumber] = useState<number | 'waiting' | 'absent'>('waiting');

  useEffect(() => {
    setNumber('waiting');
    return sockets.subscribe<{ numberIncremented: number }>(
      { query: 'subscription ConsoleCounter { numberIncremented }' },
      {
        next: ({ data }) => setNumber(data?.numberIncremented ?? 'waiting'),
        // GraphQL errors come as a list: an application of one's own has no such field. Anything else is the connection.
        error: (problem) => setNumber(Array.isArray(problem) ? 'absent' : 'waiting'),
        complete: () => setNumber('waiting'),
      },
    );
  }, [sockets]);

  if (number === 'absent') return null;
  return (
    <p
      className="counter"
      title="Once a second, through the whole system and this page's WebSocket"
    >
      <span id="counter-name">numberIncremented</span>
      {/* Read out only when asked for: once a second would drown everything else. */}
      <output aria-live="off" aria-labelledby="counter-name" data-testid="counter">
        {number === 'waiting' ? '…' : number}
      </output>
    </p>
  );
}
