import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Log } from '@skein/pubsub';
import type { SocketAddress, Sockets } from '../sockets.ts';
import { type Failure, failureOf } from './outcome.ts';

/** Under a Lambda environment's 1,024 file descriptors, and enough for 10,000 posts a second of 10 ms. */
const MAX_SOCKETS_PER_ENDPOINT = 256;

/** Every call ends under 5 s, whatever it is given: invocations may be as short. */
const LONGEST_TIMEOUT_MS = 4_999;

export interface AwsSocketsOptions {
  /** Gets what an operator must see: `forbidden` at error; malformed ids and failures at warn; each once per endpoint and error name. */
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/**
 * Makes the port's adapter over the AWS SDK. Region and credentials are the environment's; the endpoint is the
 * address's alone, `AWS_ENDPOINT_URL` never redirects it. Clients are kept per endpoint.
 */
export function createAwsSockets(options: AwsSocketsOptions): Sockets {
  const clients = new Map<string, ApiGatewayManagementApiClient>();
  const reported = new Set<string>();

  const clientOf = (endpoint: string) => {
    const known = clients.get(endpoint);
    if (known !== undefined) return known;
    const client = createClient(endpoint);
    clients.set(endpoint, client);
    return client;
  };

  const report = (address: SocketAddress, { outcome, name, status }: Failure) => {
    const key = `${address.endpoint} ${outcome} ${name} ${status}`;
    if (isOrdinary(outcome, status) || reported.has(key)) return;
    reported.add(key);
    const fields = { endpoint: address.endpoint, outcome, error: name, status };
    if (outcome === 'forbidden') options.log.error('endpoint_forbidden', fields);
    else options.log.warn('endpoint_failed', fields);
  };

  const attempt = async (
    address: SocketAddress,
    timeoutMs: number,
    send: (client: ApiGatewayManagementApiClient, abortSignal: AbortSignal) => Promise<unknown>,
  ) => {
    // An empty label makes the SDK throw; no connection has it.
    if (address.connectionId === '') return 'gone';
    const signal = AbortSignal.timeout(wholeMs(timeoutMs));
    const sent = async () => {
      try {
        await send(clientOf(address.endpoint), signal);
        return 'sent';
      } catch (error) {
        const failure = failureOf(error);
        report(address, failure);
        return failure.outcome;
      }
    };
    // The SDK heeds the signal only once it has credentials.
    return Promise.race([sent(), aborted(signal)]);
  };

  return {
    post: (address, frame, { timeoutMs }) =>
      attempt(address, timeoutMs, (client, abortSignal) =>
        client.send(
          new PostToConnectionCommand({
            ConnectionId: address.connectionId,
            Data: Buffer.from(frame),
          }),
          { abortSignal },
        ),
      ),
    close: async (address, { timeoutMs }) => {
      const outcome = await attempt(address, timeoutMs, (client, abortSignal) =>
        client.send(new DeleteConnectionCommand({ ConnectionId: address.connectionId }), {
          abortSignal,
        }),
      );
      if (outcome === 'sent' || outcome === 'gone') return 'closed';
      return outcome === 'too-large' ? 'failed' : outcome;
    },
  };
}

function createClient(endpoint: string): ApiGatewayManagementApiClient {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS_PER_ENDPOINT };
  return new ApiGatewayManagementApiClient({
    endpoint,
    // One attempt: who posts knows the deadline, and paces retries over all connections.
    maxAttempts: 1,
    // `AWS_RETRY_MODE=adaptive` would hold posts back, and neither switch goes with an endpoint that is given.
    retryMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: { httpAgent: agent, httpsAgent: agent },
  });
}

/** `AbortSignal.timeout` throws on what is no whole number; a clock may give fractions, or nothing that is left. */
function wholeMs(timeoutMs: number): number {
  return Math.min(Math.max(Math.floor(timeoutMs) || 1, 1), LONGEST_TIMEOUT_MS);
}

function aborted(signal: AbortSignal): Promise<'failed'> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('failed'), { once: true });
  });
}

/** What happens every day and says nothing about the operator's work. */
function isOrdinary(outcome: Failure['outcome'], status: number | null): boolean {
  return (
    outcome === 'throttled' || outcome === 'too-large' || (outcome === 'gone' && status !== 400)
  );
}
