import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAws } from '../aws/aws.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import { readApi } from '../gateway/read-api.ts';
import { copyStack } from '../terraform/stack-folder.ts';
import { createTerraform, type Terraform } from '../terraform/terraform.ts';
import type { Note } from '../transcript.ts';

/** What all examples are tried with. */
export interface Trial {
  readonly emulator: Emulator;
  readonly runDirectory: string;
  readonly note: Note;
}

/** An example's copy, nothing of it applied. */
export interface Example {
  readonly terraform: Terraform;
  /** Its folder. */
  readonly directory: string;
  /** The folder of the workspace's zips. */
  readonly dist: string;
}

/** Copies an example, with the modules that it names. */
export async function prepareExample(
  { emulator, runDirectory }: Trial,
  name: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Example> {
  const scratch = join(runDirectory, name);
  await mkdir(scratch, { recursive: true });
  const { dist } = await copyStack(join(scratch, 'workspace'));
  const directory = join(scratch, 'workspace', 'infra', 'examples', name);
  const { environment } = emulator;
  const terraform = await createTerraform({ directory, scratch, variables, environment });
  return { terraform, directory, dist };
}

/** Applies an example. */
export async function applyExample(
  { note }: Trial,
  name: string,
  { terraform }: Example,
): Promise<void> {
  await terraform.init();
  note(`${name}: ${await terraform.apply()}`);
}

/** Applies an example with all its variables, and destroys it. */
export async function applyAndDestroy(
  trial: Trial,
  name: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const example = await prepareExample(trial, name, variables);
  await applyExample(trial, name, example);
  trial.note(`${name}: ${await example.terraform.destroy()}`);
}

/** An applied example, with our data plane before its API. */
export interface ServedExample {
  readonly socketUrl: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Applies an example whose clients connect through our data plane, lets `use` use it, and destroys it. The functions post
 * to the data plane: an override file says so to the copy. `websocket` is what the example gives the module, as an expression.
 */
export async function useExample(
  trial: Trial,
  options: {
    readonly name: string;
    readonly example: Example;
    readonly websocket: string;
    readonly use: (served: ServedExample) => Promise<void>;
  },
): Promise<void> {
  const { name, example, websocket, use } = options;
  const { terraform, directory } = example;
  const gateway = await startGateway({ jwks: { keys: [] }, observe: () => undefined });
  try {
    const override = `websocket = merge(${websocket}, { connections_url = "${gateway.connectionsUrl}" })`;
    await writeFile(join(directory, 'e2e_override.tf'), `module "skein" {\n  ${override}\n}\n`);
    await applyExample(trial, name, example);
    const outputs = await terraform.output();
    const socketUrl = await serve(trial, gateway, String(outputs.websocket_url));
    await use({ socketUrl, outputs });
    trial.note(`${name}: ${await terraform.destroy()}`);
  } finally {
    await gateway.close();
  }
}

async function serve({ emulator }: Trial, gateway: Gateway, websocketUrl: string) {
  const { hostname, pathname } = new URL(websocketUrl);
  const apiId = hostname.split('.')[0] ?? '';
  return gateway.serve(await readApi(createAws(emulator), { apiId, stage: pathname.slice(1) }));
}
