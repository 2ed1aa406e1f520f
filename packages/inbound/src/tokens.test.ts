import { describe, expect, it } from 'vitest';
import { testRequest } from './testing/world.ts';
import { httpTokens, initTokens, upgradeTokens } from './tokens.ts';

describe('upgradeTokens', () => {
  it('finds the header before the query', () => {
    const request = {
      ...testRequest,
      headers: { authorization: 'Bearer a' },
      query: { authorization: 'b' },
    };
    expect(upgradeTokens(request)).toEqual([
      { token: 'a', source: 'header' },
      { token: 'b', source: 'query' },
    ]);
  });

  it('names a token once when both bring the same', () => {
    const request = {
      ...testRequest,
      headers: { authorization: 'Bearer a' },
      query: { authorization: 'a' },
    };
    expect(upgradeTokens(request)).toEqual([{ token: 'a', source: 'header' }]);
  });

  it.each(['', ' ', 'Bearer', 'Bearer ', 'bearer   '])('finds none in %j', (authorization) => {
    expect(upgradeTokens({ ...testRequest, headers: { authorization } })).toEqual([]);
    expect(upgradeTokens({ ...testRequest, query: { authorization } })).toEqual([]);
  });

  it.each(['t', 'Bearer t', 'bearer t', '  BEARER   t '])(
    'takes the Bearer prefix off %j',
    (authorization) => {
      expect(upgradeTokens({ ...testRequest, headers: { authorization } })).toEqual([
        { token: 't', source: 'header' },
      ]);
    },
  );

  it('leaves a token that only begins like the prefix', () => {
    expect(upgradeTokens({ ...testRequest, headers: { authorization: 'bearertoken' } })).toEqual([
      { token: 'bearertoken', source: 'header' },
    ]);
  });
});

describe('initTokens', () => {
  it.each(['authorization', 'Authorization', 'AUTHORIZATION'])('finds the key %s', (key) => {
    expect(initTokens({ [key]: 'Bearer t' })).toEqual([{ token: 't', source: 'init' }]);
  });

  it.each([
    null,
    {},
    { authorization: '' },
    { authorization: null },
    { authorization: 5 },
    { other: 't' },
  ])('finds none in %j', (payload) => {
    expect(initTokens(payload)).toEqual([]);
  });
});

describe('httpTokens', () => {
  it('looks at the header alone', () => {
    const request = { ...testRequest, query: { authorization: 'b' } };
    expect(httpTokens(request)).toEqual([]);
    expect(httpTokens({ ...request, headers: { authorization: 'Bearer a' } })).toEqual([
      { token: 'a', source: 'http' },
    ]);
  });
});
