import { parseArgs } from 'node:util';
import { COMMANDS } from './commands.ts';

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];

if (command === undefined) {
  console.error(`pipeline: there is no command "${name}". It knows:`);
  for (const [known, { usage }] of Object.entries(COMMANDS)) console.error(`  ${known} ${usage}`);
  process.exitCode = 2;
} else {
  try {
    const options = Object.fromEntries(
      command.flags.map((flag) => [flag, { type: 'string' }] as const),
    );
    const { values } = parseArgs({ args, options });
    await command.run(values);
  } catch (error) {
    console.error(`pipeline ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
