import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a fake account answers. */
export interface FakeAccountOptions {
  /** By quota code: what was applied to the account; null for a code that AWS does not know at all. */
  readonly applied: Readonly<Record<string, number | null>>;
  /** By quota code: AWS's default, for what was never applied. */
  readonly defaults: Readonly<Record<string, number>>;
  readonly concurrency: { readonly total: number; readonly unreserved: number };
  /** Refuses everything that Service Quotas is asked. */
  readonly quotas?: 'forbidden';
}

export interface FakeAccount {
  readonly url: string;
  close(): Promise<void>;
}

/** Service Quotas and Lambda, as far as they are asked for limits, on a port of this machine. */
export async function startFakeAccount(options: FakeAccountOptions): Promise<FakeAccount> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, options);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer(request: IncomingMessage, options: FakeAccountOptions): Promise<Answer> {
  if (request.url?.includes('/account-settings')) {
    const { total, unreserved } = options.concurrency;
    const AccountLimit = {
      ConcurrentExecutions: total,
      UnreservedConcurrentExecutions: unreserved,
    };
    return { status: 200, body: { AccountLimit } };
  }
  if (options.quotas === 'forbidden') {
    return { status: 400, body: { __type: 'AccessDeniedException', Message: 'not authorized' } };
  }
  const { QuotaCode } = JSON.parse(await text(request));
  const operation = String(request.headers['x-amz-target']).split('.')[1];
  const values = operation === 'GetServiceQuota' ? options.applied : options.defaults;
  const value = values[QuotaCode];
  if (value === undefined || value === null) {
    return { status: 400, body: { __type: 'NoSuchResourceException', message: 'not found' } };
  }
  return { status: 200, body: { Quota: { QuotaCode, Value: value } } };
}
