import { type Access, defineAccess } from 'skein';
import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import type { Session } from './access.ts';
import { app as deployed } from './app.ts';

/** Tokens of the test name groups: the provider is not asked. */
const access = defineAccess<Session>({
  authenticate: ({ token }) =>
    token !== null && { session: { id: token, groups: token.split(',') } },
  viewer: ({ id }) => id,
});
const app = { ...deployed, access: access as unknown as Access };

const create = (severity: number) =>
  `mutation { createTicket(group: "support", severity: ${severity}, content: "It is broken") { id } }`;

describe('tickets from AppSync', () => {
  it('reach the group, and what is urgent those who want no more', async () => {
    const t = testApp(app);
    const client = t.client({ token: 'support' });
    const all = client.subscribe(
      'subscription { onGroupTicketCreated(group: "support") { severity } }',
    );
    const urgent = client.subscribe(
      'subscription { onUrgentTicketCreated(group: "support") { severity content } }',
    );
    await client.execute(create(3));
    await client.execute(create(8));
    expect(all.received).toEqual([
      { data: { onGroupTicketCreated: { severity: 3 } } },
      { data: { onGroupTicketCreated: { severity: 8 } } },
    ]);
    // A selection of its own, whatever the mutation selected.
    expect(urgent.received).toEqual([
      { data: { onUrgentTicketCreated: { severity: 8, content: 'It is broken' } } },
    ]);
  });

  it('of a closed group end, and the connection stays', async () => {
    const t = testApp(app);
    const client = t.client({ token: 'support,sales' });
    const ended = client.subscribe(
      'subscription { onGroupTicketCreated(group: "support") { id } }',
    );
    await client.execute('mutation { closeGroup(group: "support") }');
    expect(await ended.next()).toEqual({ done: true, value: undefined });
    expect(client.isOpen).toBe(true);
  });

  it('of another group are refused', async () => {
    const client = testApp(app).client({ token: 'sales' });
    const tickets = client.subscribe(
      'subscription { onGroupTicketCreated(group: "support") { id } }',
    );
    await expect(tickets.ready).rejects.toThrow('Not your group');
  });

  it('need a token', async () => {
    await expect(testApp(app).client().connect()).rejects.toThrow('4403: Forbidden');
  });
});
