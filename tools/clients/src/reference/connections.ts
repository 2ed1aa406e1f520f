import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';

/** The open sockets, and the names of the operations that each asked for. */
export interface Connections {
  add(socket: WebSocket): void;
  /** Closes one as DeleteConnection does. */
  drop(connectionId: string): boolean;
  /** Writes one snapshot of what is connected, as a server-sent event. */
  stream(response: ServerResponse): void;
  close(): void;
}

interface Operation {
  readonly id: string;
  readonly name: string | null;
}

/** Keeps account of sockets. */
export function createConnections(): Connections {
  const open = new Map<string, { readonly socket: WebSocket; readonly operations: Operation[] }>();
  return {
    add: (socket) => {
      const connectionId = randomUUID();
      const operations: Operation[] = [];
      open.set(connectionId, { socket, operations });
      socket.on('message', (data) => {
        const operation = operationOf(data.toString());
        if (operation !== null) operations.push(operation);
      });
      socket.on('close', () => open.delete(connectionId));
    },
    drop: (connectionId) => {
      const connection = open.get(connectionId);
      connection?.socket.close(1000, 'Connection Closed Normally');
      return connection !== undefined;
    },
    stream: (response) => {
      const connections = [...open].map(([connectionId, { operations }]) => ({
        connectionId,
        operations,
      }));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: snapshot\ndata: ${JSON.stringify({ connections })}\n\n`);
    },
    close: () => {
      for (const { socket } of open.values()) socket.terminate();
    },
  };
}

function operationOf(text: string): Operation | null {
  try {
    const { type, id, payload } = JSON.parse(text);
    if (type !== 'subscribe' && type !== 'start') return null;
    const named = /(?:subscription|query|mutation)\s+(\w+)/.exec(payload.query);
    return { id, name: payload.operationName ?? named?.[1] ?? null };
  } catch {
    return null;
  }
}
