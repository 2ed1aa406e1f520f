import { describe, expect, it, vi } from 'vitest';
import { createHandshakeNotices } from './handshake-notices.ts';

function build({ anonymous = true } = {}) {
  const lines: string[] = [];
  const asked: string[] = [];
  const observe = createHandshakeNotices({
    isAnonymous: async (connectionId) => {
      asked.push(connectionId);
      return anonymous;
    },
    notice: (line) => lines.push(line),
  });
  const frame = (kind: 'received' | 'sent', frame: object) =>
    observe({ kind, connectionId: 'c=', text: JSON.stringify(frame) });
  return {
    lines,
    asked,
    observe,
    init: (payload?: object) => frame('received', { type: 'connection_init', payload }),
    sent: (sent: object) => frame('sent', sent),
  };
}

const LACKING =
  'connection_init brought token, room, but no authorization, which is where a token is looked for';

describe('createHandshakeNotices', () => {
  it.each([
    [400, 'connect refused: 400 (expected the subprotocol graphql-transport-ws or graphql-ws)'],
    [401, 'connect refused: 401 (`authenticate` did not accept the token of the upgrade)'],
    [403, 'connect refused: 403 (a page of this origin may not connect)'],
    [502, 'connect refused: 502'],
  ])('says why an upgrade is refused with %d', (status, line) => {
    const { observe, lines } = build();
    observe({ kind: 'refused', connectionId: 'c=', status });
    expect(lines).toEqual([line]);
  });

  it.each([
    [{ type: '4403: jwt expired' }, 'init refused: 4403 jwt expired'],
    [
      { type: 'connection_error', payload: { message: 'Prohibited connection!' } },
      'init refused: Prohibited connection!',
    ],
  ])('says why an init is refused by %j', (frame, line) => {
    const { init, sent, lines } = build();
    init({ authorization: 'secret' });
    sent(frame);
    expect(lines).toEqual([line]);
  });

  it('says which parameters a refused init brought in place of authorization, and no value', () => {
    const { init, sent, lines } = build();
    init({ token: 'secret', room: 1 });
    sent({ type: '4403: Forbidden' });
    expect(lines).toEqual([`init refused: 4403 Forbidden (${LACKING})`]);
  });

  it('says why a connection ends later', () => {
    const { init, sent, lines } = build();
    init();
    sent({ type: 'connection_ack' });
    sent({ type: '4400: Invalid message received' });
    expect(lines).toEqual(['connection ended: 4400 Invalid message received']);
  });

  it('says that a client is anonymous whose parameters have no authorization', async () => {
    const { init, sent, lines } = build();
    init({ token: 'secret', room: 1 });
    sent({ type: 'connection_ack' });
    await vi.waitFor(() => expect(lines).toEqual([`${LACKING}: this client is anonymous`]));
  });

  it('says nothing of a client that the application knows all the same', async () => {
    const { init, sent, lines, asked } = build({ anonymous: false });
    init({ token: 'secret' });
    sent({ type: 'connection_ack' });
    await vi.waitFor(() => expect(asked).toEqual(['c=']));
    expect(lines).toEqual([]);
  });

  it('says that it is not known where the connection can not be read', async () => {
    const lines: string[] = [];
    const observe = createHandshakeNotices({
      isAnonymous: () => Promise.reject(new Error('gone')),
      notice: (line) => lines.push(line),
    });
    const text = '{"type":"connection_init","payload":{"token":"secret"}}';
    observe({ kind: 'received', connectionId: 'c=', text });
    observe({ kind: 'sent', connectionId: 'c=', text: '{"type":"connection_ack"}' });
    await vi.waitFor(() => expect(lines).toEqual([expect.stringMatching(/Error: gone$/)]));
  });

  it.each([[undefined], [{}], [{ Authorization: 'secret' }]])(
    'asks nothing and says nothing when init brings %j and is accepted',
    (payload) => {
      const { init, sent, lines, asked } = build();
      init(payload);
      sent({ type: 'connection_ack' });
      sent({ id: '1', type: 'next', payload: { data: { a: '4403: no' } } });
      expect([lines, asked]).toEqual([[], []]);
    },
  );

  it('takes no later connection for an earlier one', () => {
    const { init, sent, observe, lines } = build();
    init({ token: 'secret' });
    observe({ kind: 'closed', connectionId: 'c=', code: 1000, reason: '' });
    sent({ type: '4401: Unauthorized' });
    expect(lines).toEqual(['connection ended: 4401 Unauthorized']);
  });
});
