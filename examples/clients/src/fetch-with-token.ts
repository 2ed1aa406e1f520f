// fetch-with-token.ts
/** A `fetch` whose requests bring the viewer's token. */
export function fetchWithToken(token: () => Promise<string | null>): typeof fetch {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const authorization = await token();
    if (authorization !== null) headers.set('authorization', authorization);
    return fetch(input, { ...init, headers });
  };
}
