import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { INFRA } from './terraform-copy.ts';

/** Blocks of a module by kind, as JSON: what is no literal stays `${...}`. */
export interface Module {
  readonly locals: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly variable: Readonly<Record<string, readonly unknown[]>>;
  readonly output: Readonly<Record<string, readonly unknown[]>>;
}

/** Reads every file of a module or root. */
export async function readModule(path: string): Promise<Module> {
  const merged = { locals: {}, resource: {}, variable: {}, output: {} };
  for (const file of globSync(join(path, '*.tf'), { cwd: INFRA })) {
    const json = await parse(file, await readFile(join(INFRA, file), 'utf8'));
    for (const block of json.locals ?? []) Object.assign(merged.locals, block);
    Object.assign(merged.variable, json.variable);
    Object.assign(merged.output, json.output);
    for (const [type, named] of Object.entries(json.resource ?? {})) {
      Object.assign(merged.resource, {
        [type]: { ...Reflect.get(merged.resource, type), ...(named as object) },
      });
    }
  }
  return merged;
}
