import type { Fetcher, FetcherOpts, FetcherParams } from '@graphiql/toolkit';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withOwnName } from './with-own-name.ts';

/** What a fetcher gets when GraphiQL runs `params`, while it still holds the document of the tab before. */
function passedOn(params: FetcherParams) {
  const got: { params: FetcherParams; options: FetcherOpts | undefined }[] = [];
  const fetcher: Fetcher = (seen, options) => {
    got.push({ params: seen, options });
    return { data: null };
  };
  withOwnName(fetcher)(params, { documentAST: parse('subscription Count { numberIncremented }') });
  return got[0];
}

const INBOX = 'subscription Inbox {\n  messageReceived\n}';

describe('withOwnName', () => {
  it("gives the operation's own name and document when GraphiQL holds those of another tab", () => {
    const passed = passedOn({ query: INBOX, operationName: 'Count' });
    expect(passed?.params.operationName).toBe('Inbox');
    expect(passed?.options?.documentAST && print(passed.options.documentAST)).toBe(INBOX);
  });

  it('keeps the chosen name when the document has several operations', () => {
    const passed = passedOn({ query: 'query A { a } query B { b }', operationName: 'B' });
    expect(passed?.params.operationName).toBe('B');
  });

  it('gives no name when the operation has none', () => {
    const passed = passedOn({ query: '{ version }', operationName: 'Count' });
    expect(passed?.params.operationName).toBeNull();
  });

  it('passes on what it was given when that is no document', () => {
    const passed = passedOn({ query: 'query {', operationName: 'Count' });
    expect(passed?.params).toEqual({ query: 'query {', operationName: 'Count' });
  });
});
