import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createFrameReader } from './frame-reader.ts';

/** A stretch of cable between a client and a system: it passes every byte on, and tells what went over it. */
export interface Wire {
  /** The system's URL, by way of this cable. */
  readonly url: string;
  /** How many connections clients opened, refused upgrades included. */
  connections(): number;
  /** The texts that the system sent, in order, over all connections. */
  received(): readonly string[];
  close(): void;
}

/** Lays a wire to `url`. */
export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const received: string[] = [];
  let connections = 0;

  const server = createServer((client) => {
    connections += 1;
    const system = connect(Number(port), hostname);
    const read = createFrameReader((text) => received.push(text));
    system.on('data', read);
    join(client, system);
    for (const socket of [client, system]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wired = new URL(url);
  wired.port = String((server.address() as AddressInfo).port);
  return {
    url: wired.href,
    connections: () => connections,
    received: () => received,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function join(client: Socket, system: Socket): void {
  client.pipe(system);
  system.pipe(client);
  // A reset on one side is one on the other.
  client.on('error', () => system.destroy());
  system.on('error', () => client.destroy());
}
