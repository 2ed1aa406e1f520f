import { LOCAL_VARIABLES } from '@skein/local';
import { createAppBuild } from './app-build.ts';
import type { DevCommand } from './command.ts';
import { buildConsole } from './console-page.ts';
import { runSession } from './dev-session.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { createVariables, ignoredNames } from './variables.ts';
import { createWorkspaceBuild } from './workspace-build.ts';

/** Bundles, runs the local system, says where it is, reloads what changes, and ends it all at Ctrl-C. */
export async function runDev(command: DevCommand): Promise<void> {
  const { app, handlers, envFiles, port, host, persist } = command;
  const stopping = new AbortController();
  const { signal } = stopping;
  const interruption = untilInterrupted().then(() => stopping.abort());
  const ignored = ignoredNames(envFiles, LOCAL_VARIABLES);
  if (ignored.length > 0) {
    console.error(
      `skein: ${ignored.join(', ')} of ${envFiles.join(', ')}: the local system has its own.`,
    );
  }
  const page = buildConsole();
  // What fails first is reported; what fails meanwhile is no news.
  page.catch(() => undefined);
  const build =
    app === null ? createWorkspaceBuild() : await createAppBuild({ app, handlers, signal });
  try {
    await runSession({
      build,
      variables: createVariables(envFiles, process.env),
      options: {
        port,
        host,
        ...(persist === null ? {} : { persist }),
        // The reference application's number is nobody else's event.
        ...(app === null ? {} : { tickMs: null }),
      },
      page,
      interruption,
    });
  } catch (error) {
    // Ctrl-C goes to esbuild, too: what it was bundling is no failure then.
    if (!signal.aborted) throw error;
  } finally {
    await build.remove();
  }
}
