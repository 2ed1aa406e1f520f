import { fileURLToPath } from 'node:url';
import { startLocal } from '@skein/local';
import type { TestProject } from 'vitest/node';
import { startCommentsServer } from '../comments-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `http://127.0.0.1:<port>` of the application of this example under the local system. */
    readonly origin: string;
    readonly commentsUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const comments = await startCommentsServer();
  const local = await startLocal({
    app: fileURLToPath(new URL('../app/app.ts', import.meta.url)),
    port: 0,
    variables: { COMMENTS_URL: comments.url },
  });
  project.provide('origin', `http://127.0.0.1:${new URL(local.url).port}`);
  project.provide('commentsUrl', comments.url);
  return async () => {
    await local.close();
    comments.close();
  };
}
