import { type ConnectionActivity, useActivity } from './use-activity.ts';

/** What is connected and delivered, live. */
export const Activity = () => {
  const snapshot = useActivity();
  const { connections = [], totals } = snapshot ?? {};
  return (
    <aside className="activity" aria-label="Connections">
      <dl className="totals">
        <Total name="connected" value={connections.length} />
        <Total name="delivered" value={totals?.delivered} />
        <Total name="closed" value={totals?.closed} />
      </dl>
      <ul>
        {connections.map((connection) => (
          <Connection key={connection.connectionId} {...connection} />
        ))}
      </ul>
      {connections.length === 0 && <p className="none">No connection yet.</p>}
    </aside>
  );
};

const Total = ({ name, value }: { readonly name: string; readonly value: number | undefined }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value === undefined ? '…' : value.toLocaleString('en')}</dd>
  </div>
);

const Connection = ({
  connectionId,
  subprotocol,
  connectedAtMs,
  operations,
  delivered,
}: ConnectionActivity) => (
  <li data-testid="connection">
    <p className="id">
      <code title={connectionId}>{connectionId}</code>
      <time dateTime={new Date(connectedAtMs).toISOString()}>
        {new Date(connectedAtMs).toLocaleTimeString('en-GB')}
      </time>
    </p>
    <p className="detail">
      <span>{subprotocol ?? 'no subprotocol'}</span>
      <span>{delivered.toLocaleString('en')} delivered</span>
    </p>
    <ul className="operations">
      {operations.map(({ id, name }) => (
        <li key={id} title={id}>
          {name ?? 'unnamed operation'}
        </li>
      ))}
    </ul>
  </li>
);
