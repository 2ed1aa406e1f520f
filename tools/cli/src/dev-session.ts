import { type StartLocalOptions, startLocal, TICKER_TOPIC } from '@skein/local';
import type { Build, Built } from './build.ts';
import { createDevOutput, DEV_LOG_LEVEL } from './dev-output.ts';
import { greeting } from './greeting.ts';
import { createProblemPrinter } from './problems.ts';
import { createReloader, type LoadedCode } from './reloader.ts';
import type { Variables } from './variables.ts';
import { watchFiles } from './watch-files.ts';

export interface DevSession {
  readonly build: Build;
  readonly variables: Variables;
  readonly options: Pick<StartLocalOptions, 'port' | 'host' | 'persist' | 'tickMs'>;
  /** Is built before it is said to be there. */
  readonly page: Promise<void>;
  readonly interruption: Promise<void>;
}

/**
 * Runs the local system, and its functions anew whenever something that they are made of changes: sockets and what is
 * stored stay. Ends at the interruption.
 */
export async function runSession(session: DevSession): Promise<void> {
  const { build, options, page, interruption } = session;
  const variables = session.variables.read();
  const startedAtMs = Date.now();
  const building = announced(build, variables);
  const output = createDevOutput({
    print: (line) => console.log(line),
    tickerTopic: options.tickMs === null ? null : TICKER_TOPIC,
  });
  output.running({ topics: null, variables });
  const local = await startLocal({
    ...options,
    print: output.functions,
    notice: output.notice,
    logLevel: DEV_LOG_LEVEL,
    variables,
    distDir: building.then(({ distDir }) => distDir),
    application: silently(building.then(({ application }) => application)),
  });
  try {
    const built = await building;
    await page;
    const printProblems = createProblemPrinter();
    console.log(greeting({ ...local, isOwn: built.application !== null, event: built.event }));
    let { topics } = built;
    const loaded = (code: LoadedCode): void => {
      if (code.built !== null) {
        ({ topics } = code.built);
        printProblems(code.built.problems);
      }
      output.running({ topics, variables: code.variables });
    };
    loaded({ variables, built });
    const reloader = createReloader({ ...session, local, loaded });
    const watching = watchFiles(reloader.changed);
    reloader.watch(watching, { files: built.files, startedAtMs });
    await interruption;
    watching.close();
    await reloader.close();
  } finally {
    output.close();
    await local.close();
  }
}

/** Bundles, and says so: under load it takes a while. */
async function announced(
  build: Build,
  variables: Readonly<Record<string, string>>,
): Promise<Built> {
  const startedAt = performance.now();
  console.log(`Bundling ${build.subject}…`);
  const built = await build.build(variables);
  console.log(`Bundled in ${Math.round(performance.now() - startedAt)} ms.`);
  return built;
}

/** What fails first is reported; what fails because of it is no news. */
function silently<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
