import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What stands before the system: it counts upgrades and requests, and refuses as many upgrades as it is told to. */
export interface Turnstile {
  readonly url: string;
  /** Those that were refused included. */
  upgrades(): number;
  /** GraphQL over HTTP. */
  requests(): number;
  refuseNext(count: number, status: 429 | 503): void;
  close(): void;
}

export async function openTurnstile(socketUrl: string): Promise<Turnstile> {
  const target = new URL(socketUrl);
  const sockets = new Set<Socket>();
  let upgrades = 0;
  let requests = 0;
  let refusals: { left: number; status: number } = { left: 0, status: 429 };

  const server = createServer((request, response) => {
    requests += 1;
    const { method, headers } = request;
    const passedOn = { port: target.port, path: request.url ?? '/', method, headers };
    const onward = forward({ host: target.hostname, ...passedOn }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (request, client: Socket, head) => {
    upgrades += 1;
    if (refusals.left > 0) {
      refusals.left -= 1;
      client.end(
        `HTTP/1.1 ${refusals.status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    const system = connect(Number(target.port), target.hostname);
    const headers = request.rawHeaders.reduce(
      (lines, text, index) => lines + text + (index % 2 === 0 ? ': ' : '\r\n'),
      '',
    );
    system.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`);
    system.write(head);
    client.pipe(system).pipe(client);
    // A reset on one side is one on the other.
    client.on('error', () => system.destroy());
    system.on('error', () => client.destroy());
    for (const socket of [client, system]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(socketUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    upgrades: () => upgrades,
    requests: () => requests,
    refuseNext: (left, status) => {
      refusals = { left, status };
    },
    close: () => {
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
    },
  };
}
