import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

/** The application of this example under the local system. */
export interface System {
  /** Of GraphQL over HTTP. */
  readonly url: string;
  readonly socketUrl: string;
  token(viewer: string, expiresInSeconds?: number): Promise<string>;
  /** A mutation by that viewer. */
  addComment(comment: { viewer: string; repoFullName: string; content: string }): Promise<void>;
  /** Keeps a comment of Ada's that nobody is told of, as if its event had been missed. */
  addSilently(comment: { repoFullName: string; content: string }): Promise<void>;
  /** DeleteConnection on everybody, once there is somebody. */
  dropConnections(): Promise<void>;
}

/** The one that all test files share. */
export function theSystem(): System {
  const origin = inject('origin');
  const commentsUrl = inject('commentsUrl');
  const url = `${origin}/graphql`;

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(origin + path, init);
    if (response.ok) return response;
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  }

  const token = async (viewer: string, expiresInSeconds = 3_600): Promise<string> => {
    const response = await request(`/dev/token/${viewer}?expiresIn=${expiresInSeconds}`);
    return response.text();
  };
  return {
    url,
    socketUrl: url.replace('http', 'ws'),
    token,
    addComment: async ({ viewer, ...variables }) => {
      const query = `mutation ($repoFullName: String!, $content: String!) {
        addComment(repoFullName: $repoFullName, content: $content) { id }
      }`;
      const response = await request('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: await token(viewer) },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      if (text.includes('errors')) throw new Error(text);
    },
    addSilently: async ({ repoFullName, content }) => {
      const given = { id: randomUUID(), author: 'ada', createdAt: new Date().toISOString() };
      await fetch(`${commentsUrl}/${encodeURIComponent(repoFullName)}`, {
        method: 'POST',
        body: JSON.stringify({ ...given, repositoryName: repoFullName, content }),
      });
    },
    dropConnections: async () => {
      const ids = await connectionIds(`${origin}/dev/activity`);
      for (const id of ids) {
        // One that closed by itself meanwhile is gone.
        const response = await fetch(`${origin}/@connections/${encodeURIComponent(id)}`, {
          method: 'DELETE',
        });
        await response.body?.cancel();
      }
    },
  };
}

/** Of the first snapshot of the stream that has any. */
async function connectionIds(activityUrl: string): Promise<readonly string[]> {
  const controller = new AbortController();
  const { body } = await fetch(activityUrl, { signal: controller.signal });
  if (body === null) throw new Error(`${activityUrl} answered nothing`);
  let text = '';
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: ?(.*)$/m.exec(event)?.[1];
        if (!/^event: ?snapshot$/m.test(event) || data === undefined) continue;
        const { connections } = JSON.parse(data) as {
          readonly connections: readonly { readonly connectionId: string }[];
        };
        if (connections.length > 0) return connections.map(({ connectionId }) => connectionId);
      }
    }
  } finally {
    controller.abort();
  }
  throw new Error(`${activityUrl} ended without a connection`);
}
