const { host, protocol, search } = window.location;

/** Whose page it is. */
const viewer = new URLSearchParams(search).get('viewer') ?? 'ada';

/** One origin serves the page, GraphQL over HTTP and the socket. */
export const endpoints = {
  url: '/graphql',
  socketUrl: `${protocol.replace('http', 'ws')}//${host}/graphql`,
  /** A page of yours asks its identity provider. */
  token: async (): Promise<string> => {
    const response = await fetch(`/dev/token/${encodeURIComponent(viewer)}${lifetime()}`);
    return response.text();
  },
};

export const REPOSITORY = 'apollo/skein';

/** `?expiresIn=-60` shows what a refused viewer sees. */
function lifetime(): string {
  const expiresIn = new URLSearchParams(search).get('expiresIn');
  return expiresIn === null ? '' : `?expiresIn=${encodeURIComponent(expiresIn)}`;
}
