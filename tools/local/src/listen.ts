import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** Listens and gives the port, which 0 leaves to the machine. Rejects with a `StartError` when it cannot. */
export async function listen(
  server: Server,
  address: { readonly port: number; readonly host: string },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(address.port, address.host, resolve);
  try {
    await promise;
  } catch (error) {
    throw new StartError(explain(error, address), { cause: error });
  }
  server.off('error', reject);
  return (server.address() as AddressInfo).port;
}

/** Stops listening and drops what is still connected. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function explain(
  error: unknown,
  { port, host }: { readonly port: number; readonly host: string },
): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is busy: end what listens there, or choose another one: --port ${port + 1}, or PORT=${port + 1}.`;
    case 'EACCES':
      return `Port ${port} may not be used: choose one from 1024 on: --port, or PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine.`;
    default:
      return `Cannot listen on ${host}:${port}: ${error}`;
  }
}
