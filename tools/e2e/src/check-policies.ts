import { join } from 'node:path';
import { preparePython } from './emulator/python-environment.ts';
import { runCommand } from './run-command.ts';
import { INFRA } from './terraform-files/terraform-copy.ts';

// checkov on every module, environment and example; what is skipped says why, in its place.
const checkov = join(await preparePython('checkov'), 'checkov');
const args = ['--directory', INFRA, '--framework', 'terraform', '--quiet', '--compact'];
const { stdout } = await runCommand({ command: checkov, args: [...args, '--skip-download'] });
console.log(/Passed checks.*/.exec(stdout)?.[0] ?? 'No finding.');
