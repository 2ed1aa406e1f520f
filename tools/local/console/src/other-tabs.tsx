import { useSyncExternalStore } from 'react';
import type { KeptSubscription, KeptSubscriptions } from './kept-subscriptions.ts';

/** What still runs in tabs that were left; nothing where nothing does. */
export function OtherTabs({ kept }: { readonly kept: KeptSubscriptions }) {
  const subscriptions = useSyncExternalStore(kept.onChange, kept.list);
  if (subscriptions.length === 0) return null;
  return (
    <section className="other-tabs" aria-labelledby="other-tabs-title">
      <h2 id="other-tabs-title">Running in other tabs</h2>
      <ul>
        {subscriptions.map((one) => (
          <Kept key={one.id} {...one} />
        ))}
      </ul>
    </section>
  );
}

function Kept({ name, received, latest, stop }: KeptSubscription) {
  return (
    <li data-testid="kept">
      <p className="detail">
        <b>{name}</b>
        <span>{received.toLocaleString('en')} received</span>
        <button type="button" onClick={stop} aria-label={`Stop ${name}`}>
          Stop
        </button>
      </p>
      {latest !== null && <pre>{JSON.stringify(latest, null, 2)}</pre>}
    </li>
  );
}
