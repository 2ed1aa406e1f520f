import { runCommand } from './run-command.ts';

const LEAST_TERRAFORM = [1, 11] as const;

/** Throws, and says what to install, where this machine lacks a program that the tests need. */
export async function requirePrograms(): Promise<void> {
  const version = await versionOf('terraform', ['version', '-json']);
  if (version === null) throw new Error('Terraform 1.11 or later is needed: https://terraform.io');
  const [major = 0, minor = 0] = JSON.parse(version).terraform_version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_TERRAFORM;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    throw new Error(`Terraform 1.11 or later is needed; this is ${major}.${minor}`);
  }
  // The emulator is a Python package; where another one is given, only clients of Python's are left out.
  if (process.env.AWS_ENDPOINT_URL) return;
  if ((await versionOf('python3', ['-c', 'import ensurepip'])) === null) {
    throw new Error('Python 3 with venv is needed (Debian: python3-venv), or AWS_ENDPOINT_URL');
  }
}

async function versionOf(command: string, args: readonly string[]): Promise<string | null> {
  return runCommand({ command, args }).then(
    ({ stdout }) => stdout,
    () => null,
  );
}
