import { describe, expect, it } from 'vitest';
import { negotiate } from './negotiate.ts';

describe('negotiate', () => {
  it('chooses graphql-transport-ws when both names are offered, in either order', () => {
    const chosen = {
      ok: true,
      subprotocol: 'graphql-transport-ws',
      header: 'graphql-transport-ws',
    };
    expect(negotiate(['graphql-ws', 'graphql-transport-ws'])).toEqual(chosen);
    expect(negotiate(['graphql-transport-ws', 'graphql-ws'])).toEqual(chosen);
  });

  it('splits and trims when a header value is a list', () => {
    expect(negotiate(['soap,  graphql-ws ,mqtt'])).toEqual({
      ok: true,
      subprotocol: 'graphql-ws',
      header: 'graphql-ws',
    });
    expect(negotiate(['soap, graphql-ws', 'graphql-transport-ws'])).toMatchObject({
      header: 'graphql-transport-ws',
    });
  });

  it('prefers a name of the two protocols when graphql is offered beside it', () => {
    expect(negotiate(['graphql, graphql-ws'])).toMatchObject({ header: 'graphql-ws' });
  });

  it('echoes graphql and speaks legacy frames when it is the only name', () => {
    expect(negotiate(['graphql'])).toEqual({
      ok: true,
      subprotocol: 'graphql-ws',
      header: 'graphql',
    });
  });

  it('speaks legacy frames without a header when nothing is offered', () => {
    const legacy = { ok: true, subprotocol: 'graphql-ws', header: null };
    expect(negotiate([])).toEqual(legacy);
    expect(negotiate(['', ' , '])).toEqual(legacy);
  });

  // "4406 ... subprotocol not acceptable"; names are case-sensitive tokens (RFC 6455, 4.1).
  it('refuses when no name is acceptable', () => {
    const refused = { ok: false, message: 'Subprotocol not acceptable' };
    expect(negotiate(['graphql-subscriptions'])).toEqual(refused);
    expect(negotiate(['GraphQL-Transport-WS'])).toEqual(refused);
    expect(negotiate(['aws-appsync-event-ws, header-abc'])).toEqual(refused);
  });
});
