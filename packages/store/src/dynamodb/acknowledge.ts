import type { Store } from '../store.ts';
import { text } from './attributes.ts';
import { encodeIdentity } from './connection-row.ts';
import { type Adapter, getLive } from './live-rows.ts';
import { connectionIsLive } from './operation-set.ts';
import { connectionKey } from './row-keys.ts';
import type { Condition } from './table.ts';

/**
 * `acknowledged` may be absent (the first init), this init's own message id (a repeated write), or another's (refused).
 * The legacy subprotocol asks no condition: its later init replaces the earlier one.
 */
const NOT_ACKNOWLEDGED_BY_ANOTHER =
  '(attribute_not_exists(acknowledged) OR acknowledged = :message)';

type Acknowledgement = Parameters<Store['acknowledge']>[0];

/** Keeps what init authenticated, and that it was accepted. */
export async function acknowledge(
  adapter: Adapter,
  { connectionId, identity, stamp, repeat }: Acknowledgement,
): ReturnType<Store['acknowledge']> {
  const key = connectionKey(connectionId);
  const { update, values } = acknowledgement(identity);
  const condition: Partial<Condition> = {
    ...(repeat === 'once' && { expression: NOT_ACKNOWLEDGED_BY_ANOTHER }),
    values: { ...values, ':message': text(stamp.messageId) },
  };
  const written = await adapter.table.update(key, update, connectionIsLive(adapter, condition));
  if (written.ok) return 'acknowledged';
  return (await getLive(adapter, key)) === null ? 'unregistered' : 'already';
}

/** The update of a row's identity: what the new one lacks is removed; without a new one the old one stays. */
function acknowledgement(identity: Acknowledgement['identity']) {
  if (identity === null) return { update: 'SET acknowledged = :message', values: {} };
  const { i, e, topic } = encodeIdentity(identity);
  const present = Object.entries({ i, e, topic }).filter(([, value]) => value !== undefined);
  const absent = Object.entries({ e, topic }).filter(([, value]) => value === undefined);
  const sets = ['acknowledged = :message', ...present.map(([name]) => `${name} = :${name}`)];
  const removals = absent.map(([name]) => name);
  const remove = removals.length > 0 ? ` REMOVE ${removals.join(', ')}` : '';
  return {
    update: `SET ${sets.join(', ')}${remove}`,
    values: Object.fromEntries(
      present.flatMap(([name, value]) => (value ? [[`:${name}`, value]] : [])),
    ),
  };
}
