import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Aws } from './aws/aws.ts';
import type { Emulator } from './emulator/emulator.ts';
import { type Gateway, startGateway } from './gateway/gateway.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { copyStack, type StackFolder } from './terraform/stack-folder.ts';
import { readOutputs, type StackOutputs } from './terraform/stack-outputs.ts';
import { createTerraform, type Terraform } from './terraform/terraform.ts';

const ALLOWED_ORIGIN = 'https://app.example.com';

/** One deployment of an environment with the data plane that stands before it. */
export interface Stack {
  readonly name: string;
  readonly emulator: Emulator;
  readonly aws: Aws;
  readonly folder: StackFolder;
  readonly terraform: Terraform;
  readonly gateway: Gateway;
  readonly issuer: Issuer;
  /** The one origin whose pages may connect. */
  readonly allowedOrigin: string;
}

/** A stack that was applied. */
export interface AppliedStack extends Stack {
  readonly outputs: StackOutputs;
  /** Where clients connect: the data plane's URL. */
  readonly socketUrl: string;
}

/** Prepares a stack: its copy of the environment, its data plane, its variables. Nothing is applied. */
export async function prepareStack(options: {
  readonly name: string;
  readonly runDirectory: string;
  readonly emulator: Emulator;
  readonly aws: Aws;
  /** A folder of `infra/environments`. @default dev */
  readonly environment?: string;
}): Promise<Stack> {
  const { name, runDirectory, emulator, aws, environment } = options;
  const scratch = join(runDirectory, name);
  await mkdir(scratch, { recursive: true });
  const folder = await copyStack(join(scratch, 'workspace'), environment);
  const issuer = await createIssuer();
  const framesFile = join(scratch, 'data-plane.log');
  const gateway = await startGateway({
    jwks: issuer.jwks,
    observe: (observation) => void appendFile(framesFile, `${line(observation)}\n`),
  });
  const terraform = await createTerraform({
    directory: folder.environment,
    scratch,
    environment: emulator.environment,
    variables: {
      name,
      connections_url: gateway.connectionsUrl,
      allow_origins: [ALLOWED_ORIGIN],
      auth: { jwks_url: gateway.jwksUrl, issuer: issuer.issuer, audience: issuer.audience },
    },
  });
  return {
    ...{ name, emulator, aws, folder, terraform, gateway, issuer },
    allowedOrigin: ALLOWED_ORIGIN,
  };
}

/** Reads the outputs of an applied stack; throws where they break their contract. */
export async function readStackOutputs(stack: Stack): Promise<StackOutputs> {
  const outputs = readOutputs(await stack.terraform.output());
  const { connections_url, websocket_url, stage } = outputs;
  if (connections_url !== stack.gateway.connectionsUrl) {
    throw new Error(`connections_url is ${connections_url}, not the variable as given`);
  }
  if (!/^wss?:\/\//.test(websocket_url) || !websocket_url.endsWith(`/${stage}`)) {
    throw new Error(`websocket_url is ${websocket_url}`);
  }
  return outputs;
}

function line(observation: unknown): string {
  const plain = (_: string, value: unknown) =>
    value instanceof Error ? (value.stack ?? value.message) : value;
  return `${new Date().toISOString()} ${JSON.stringify(observation, plain)}`;
}
