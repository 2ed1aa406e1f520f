import { type Command, parseCommand, UsageError } from './command.ts';
import { USAGE } from './usage.ts';

/** Runs what was typed, and returns the exit code. Trouble is one line on standard error; `SKEIN_TRACE` adds the stack. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await execute(parseCommand(args, process.env));
    return 0;
  } catch (error) {
    console.error(`skein: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.SKEIN_TRACE) console.error(error);
    if (error instanceof UsageError) console.error(`\n${USAGE}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Each command loads what it needs: the local system brings emulators that bundling has no use for. */
async function execute(command: Command): Promise<void> {
  switch (command.name) {
    case 'dev': {
      const { runDev } = await import('./dev-command.ts');
      return runDev(command);
    }
    case 'bundle': {
      const { runBundle } = await import('./bundle-command.ts');
      return runBundle(command);
    }
    case 'help':
      console.log(USAGE);
      return;
  }
}
