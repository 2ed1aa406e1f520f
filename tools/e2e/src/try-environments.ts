import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Attempt } from './attempt.ts';
import { createAws } from './aws/aws.ts';
import type { Emulator } from './emulator/emulator.ts';
import { applyStack, requireCleanPlan } from './scenes/apply.ts';
import { destroyStack } from './scenes/destroy.ts';
import { disconnectAll } from './scenes/disconnect.ts';
import { comment, publishEvent } from './scenes/publish.ts';
import { expectResults, subscribeAll } from './scenes/subscribers.ts';
import { type AppliedStack, prepareStack } from './stack.ts';
import { copyStack } from './terraform/stack-folder.ts';
import { createTerraform, type Terraform } from './terraform/terraform.ts';

const NAMES = ['staging', 'prod'] as const;

/** Applies the environments beside dev, sees a clean second plan and an event arrive, and destroys them. */
export async function tryEnvironments({
  emulator,
  runDirectory,
  transcript,
}: Attempt): Promise<void> {
  const aws = createAws(emulator);
  const account = await prepareAccount(runDirectory, emulator);
  const stacks = await Promise.all(
    NAMES.map((environment) =>
      prepareStack({
        ...{ name: `skein-e2e-${environment}`, environment },
        ...{ runDirectory, emulator, aws },
      }),
    ),
  );
  try {
    await transcript.step("The account's role for access logs", async (note) => {
      await account.init();
      note(`infra/account: ${await account.apply()}`);
    });
    const applied = await transcript.step('terraform apply of staging and prod', (note) =>
      Promise.all(stacks.map((stack) => applyStack(stack, note))),
    );
    await transcript.step('terraform plan again: no changes', (note) =>
      Promise.all(stacks.map((stack) => requireCleanPlan(stack, note))),
    );
    await transcript.step('An event arrives in each', async (note) => {
      for (const stack of applied) {
        const subscribers = await subscribeAll(stack, note);
        await publishEvent(stack, 'COMMENT_ADDED', comment('e1', 'apollo/client'));
        await expectResults(subscribers.comments, 1);
        await disconnectAll(stack, subscribers, note);
      }
    });
    await transcript.step('terraform destroy; nothing is left', async (note) => {
      await Promise.all(applied.map(unprotect));
      await Promise.all(applied.map((stack) => destroyStack(stack, note)));
      note(`infra/account: ${await account.destroy()}`);
    });
  } finally {
    await Promise.all(stacks.map(({ gateway }) => gateway.close()));
  }
}

/** What is applied once per account and region. */
async function prepareAccount(runDirectory: string, emulator: Emulator): Promise<Terraform> {
  const scratch = join(runDirectory, 'account');
  await mkdir(scratch, { recursive: true });
  await copyStack(join(scratch, 'workspace'));
  return createTerraform({
    ...{ directory: join(scratch, 'workspace', 'infra', 'account'), scratch },
    ...{ variables: {}, environment: emulator.environment },
  });
}

/** As somebody does who means it: prod's table is protected from `terraform destroy`. */
async function unprotect({ aws, outputs }: AppliedStack): Promise<void> {
  const command = { TableName: outputs.table_name, DeletionProtectionEnabled: false };
  await aws.dynamodb.send(new UpdateTableCommand(command));
}
