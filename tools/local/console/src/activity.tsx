import type { ConnectionActivity, LocalSystem } from './use-local-system.ts';

/** What is connected and delivered, live. */
export function Activity({ activity }: Pick<LocalSystem, 'activity'>) {
  const snapshot = typeof activity === 'string' ? null : activity;
  return (
    <section className="activity" aria-labelledby="activity-title">
      <h2 id="activity-title">Connections</h2>
      <dl className="totals">
        <Total name="connected" value={snapshot?.connections.length} />
        <Total name="delivered" value={snapshot?.totals.delivered} />
        <Total name="closed" value={snapshot?.totals.closed} />
      </dl>
      <ul className="connections">
        {snapshot?.connections.map((connection) => (
          <Connection key={connection.connectionId} {...connection} />
        ))}
      </ul>
      <p className="none" role="status">
        {activity === 'away' && 'The local system is away. Trying again…'}
        {snapshot?.connections.length === 0 && 'No connection yet.'}
      </p>
    </section>
  );
}

function Total({ name, value }: { readonly name: string; readonly value: number | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={name}>{value?.toLocaleString('en') ?? '…'}</dd>
    </div>
  );
}

function Connection(connection: ConnectionActivity) {
  const { connectionId, subprotocol, connectedAtMs, operations, delivered } = connection;
  const since = new Date(connectedAtMs);
  return (
    <li data-testid="connection">
      <p className="id">
        <code title={connectionId}>{connectionId}</code>
        <time dateTime={since.toISOString()} title={`since ${since.toLocaleString()}`}>
          {since.toLocaleTimeString('en-GB')}
        </time>
      </p>
      <p className="detail">
        <span>{subprotocol ?? 'no subprotocol'}</span>
        <span>{delivered.toLocaleString('en')} delivered</span>
      </p>
      <ul className="operations" aria-label="Active operations">
        {operations.map(({ id, name }) => (
          <li key={id} title={id}>
            {name ?? 'unnamed operation'}
          </li>
        ))}
      </ul>
    </li>
  );
}
