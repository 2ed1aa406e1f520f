import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { PlanJson } from './plan-digest.ts';

export interface FakeTerraform {
  /** The command lines so far, without the folder they run in. */
  calls(): readonly string[];
  /** What plans say from now on. */
  setPlan(plan: PlanJson): void;
  /** A `PATH` that finds it first. */
  readonly path: string;
  remove(): void;
}

/** Notes what it is asked for, and what of the override file is there meanwhile. */
const SCRIPT = `#!${process.execPath}
const fs = require('node:fs');
const { join } = require('node:path');
const [chdir, ...args] = process.argv.slice(2);
const override = join(chdir.replace('-chdir=', ''), 'pipeline_override.tf');
const line = args.join(' ') + (fs.existsSync(override) ? ' (override)' : '');
fs.appendFileSync(join(__dirname, 'calls'), line + '\\n');
if (args[0] === 'show') process.stdout.write(fs.readFileSync(join(__dirname, 'plan.json')));
if (args[0] === 'plan') process.exitCode = 2;
`;

/** A program named terraform. */
export function createFakeTerraform(): FakeTerraform {
  const folder = mkdtempSync(join(tmpdir(), 'skein-terraform-'));
  const [program, calls, plan] = ['terraform', 'calls', 'plan.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(program, SCRIPT);
  chmodSync(program, 0o755);
  return {
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : []),
    setPlan: (json) => writeFileSync(plan, JSON.stringify(json)),
    path: `${folder}${delimiter}${process.env.PATH}`,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
