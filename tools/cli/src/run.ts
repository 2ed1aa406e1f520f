import { type Command, parseCommand } from './command.ts';
import { isWorkspace } from './places.ts';
import { USAGE, WORKSPACE_USAGE } from './usage.ts';
import { UsageError } from './usage-error.ts';

/** Runs what was typed, and returns the exit code. Trouble is one line on standard error; `SKEIN_TRACE` adds the stack. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await execute(parseCommand(args, process.env));
  } catch (error) {
    console.error(`skein: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.SKEIN_TRACE) console.error(error);
    if (!(error instanceof UsageError)) return 1;
    console.error('skein --help has all commands and flags.');
    return 2;
  }
}

/** Each command loads what it needs: the local system brings emulators that bundling has no use for. */
async function execute(command: Command): Promise<number> {
  switch (command.name) {
    case 'dev': {
      const { runDev } = await import('./dev-command.ts');
      await runDev(command);
      return 0;
    }
    case 'bundle': {
      const { runBundle } = await import('./bundle-command.ts');
      await runBundle(command);
      return 0;
    }
    case 'check': {
      const { runCheck } = await import('./check-command.ts');
      return runCheck(command);
    }
    case 'cost': {
      const { runCost } = await import('./cost/cost-command.ts');
      runCost(command.traffic);
      return 0;
    }
    case 'preflight': {
      const { runPreflight } = await import('./preflight/preflight-command.ts');
      return runPreflight(command.load);
    }
    case 'help':
      console.log(isWorkspace() ? WORKSPACE_USAGE : USAGE);
      return 0;
  }
}
