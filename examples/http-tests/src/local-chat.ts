import { fileURLToPath } from 'node:url';
import { type LocalSystem, startLocal } from '@skein/local';

/** The chat on the local system. */
export interface LocalChat {
  readonly local: LocalSystem;
  /** What a program needs in its environment to publish to the topic of the local system. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A line of `app.ts`, tagged with the function that it came from. */
const TOLD = /^\[\S+\] sns (?<json>\{.+\})$/m;

export async function startLocalChat(): Promise<LocalChat> {
  const told = Promise.withResolvers<Record<string, string>>();
  const local = await startLocal({
    app: fileURLToPath(new URL('app.ts', import.meta.url)),
    port: 0,
    print: (line) => {
      const json = TOLD.exec(line)?.groups?.json;
      if (json === undefined) process.stderr.write(`${line}\n`);
      else told.resolve(JSON.parse(json));
    },
  });
  return { local, environment: await told.promise };
}
