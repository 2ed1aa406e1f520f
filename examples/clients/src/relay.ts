// relay.ts
import { type GraphQLResponse, Network, Observable, type RequestParameters } from 'relay-runtime';
import type { Endpoints } from './apollo.ts';
import { fetchWithToken } from './fetch-with-token.ts';
import { createSocket } from './socket.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Relay's network layer: subscriptions go over the socket, and everything else over HTTP. */
export function createRelayNetwork(options: Endpoints & { readonly refetch?: () => void }) {
  const { url, socketUrl, ...rest } = options;
  const socket = createSocket({ ...rest, url: socketUrl });
  const send = fetchWithToken(rest.token);

  const fetchQuery = async ({ name, text }: RequestParameters, variables: Variables) => {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operationName: name, query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  };

  const subscribe = ({ name, text }: RequestParameters, variables: Variables) =>
    Observable.create<GraphQLResponse>((sink) =>
      socket.subscribe(
        { operationName: name, query: text ?? '', variables },
        {
          next: (result) => sink.next(result as unknown as GraphQLResponse),
          error: (error) => sink.error(toError(error)),
          complete: () => sink.complete(),
        },
      ),
    );

  return { network: Network.create(fetchQuery, subscribe), socket };
}

/** Relay takes an Error; graphql-ws gives that, GraphQL errors, or the event that closed the socket. */
function toError(problem: unknown): Error {
  if (problem instanceof Error) return problem;
  if (Array.isArray(problem)) return new Error(problem.map(({ message }) => message).join('; '));
  return new Error('the connection was lost', { cause: problem });
}
