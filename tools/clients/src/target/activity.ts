/** What the system says of its connections. */
export interface Activity {
  /** The open connection that asked for an operation of that name, once there is one. */
  connectionOf(operationName: string): Promise<string>;
  close(): void;
}

interface Snapshot {
  readonly connections: readonly {
    readonly connectionId: string;
    readonly operations: readonly { readonly name: string | null }[];
  }[];
}

/** Reads the stream of snapshots at `url` while somebody asks. */
export function createActivity(url: string): Activity {
  const controller = new AbortController();
  return {
    connectionOf: async (operationName) => {
      const response = await fetch(url, { signal: controller.signal });
      if (response.body === null) throw new Error(`${url} answered nothing`);
      for await (const snapshot of snapshots(response.body)) {
        const found = snapshot.connections.find(({ operations }) =>
          operations.some(({ name }) => name === operationName),
        );
        if (found !== undefined) return found.connectionId;
      }
      throw new Error(`No connection asked for ${operationName}`);
    },
    close: () => controller.abort(),
  };
}

async function* snapshots(body: ReadableStream<Uint8Array>): AsyncGenerator<Snapshot> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (/^event: ?snapshot$/m.test(event) && data !== undefined) yield JSON.parse(data);
    }
  }
}
