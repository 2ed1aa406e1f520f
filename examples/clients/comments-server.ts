import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the application keeps its comments in: GET and POST /{repository}, in memory. */
export interface CommentsServer {
  readonly url: string;
  close(): void;
}

export async function startCommentsServer(): Promise<CommentsServer> {
  const comments = new Map<string, object[]>();
  const commentsOn = (repositoryName: string): object[] => {
    const known = comments.get(repositoryName) ?? [];
    comments.set(repositoryName, known);
    return known;
  };
  const server = createServer(async (request, response) => {
    const kept = commentsOn(decodeURIComponent((request.url ?? '/').slice(1)));
    if (request.method === 'POST') {
      kept.push(JSON.parse(await readText(request)));
      response.writeHead(201).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(kept));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
