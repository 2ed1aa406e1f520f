import type { Attempt } from './attempt.ts';
import { createAws } from './aws/aws.ts';
import { findResources } from './aws/leftovers.ts';
import { saveFunctionLogs } from './save-function-logs.ts';
import { applyStack, requireCleanPlan } from './scenes/apply.ts';
import { changeCode } from './scenes/change-code.ts';
import { changePong } from './scenes/change-pong.ts';
import { failPublisher, parkBadEvent } from './scenes/dead-letters.ts';
import { deliverAll } from './scenes/deliver.ts';
import { destroyStack } from './scenes/destroy.ts';
import { disconnectAll } from './scenes/disconnect.ts';
import { findEvent } from './scenes/find-event.ts';
import { findMetrics } from './scenes/metrics.ts';
import { comment, publishEvent } from './scenes/publish.ts';
import { tellClients, tryRealClients } from './scenes/real-clients.ts';
import { refuseBadTokens, refuseForeignPages } from './scenes/refuse.ts';
import { expectResults, subscribeAll } from './scenes/subscribers.ts';
import { type AppliedStack, prepareStack, type Stack } from './stack.ts';
import type { Transcript } from './transcript.ts';

const NAMES = ['skein-e2e-a', 'skein-e2e-b'] as const;

/** The whole test on an emulator: two stacks from nothing to nothing. Rejects at the first thing that is not as it must be. */
export async function run({ emulator, runDirectory, transcript }: Attempt): Promise<void> {
  const aws = createAws(emulator);
  const stacks: Stack[] = [];
  try {
    for (const name of NAMES) {
      stacks.push(await prepareStack({ name, runDirectory, emulator, aws }));
    }
    const [first, second] = await applyAll(transcript, stacks);
    if (first === undefined || second === undefined) throw new Error('two stacks are needed');
    await mainJob({ transcript, runDirectory, first, second });
    await transcript.step('An event that cannot be delivered is parked', (note) =>
      parkBadEvent(first, note),
    );
    await transcript.step('A failing publisher: its event is in the queue of failures', (note) =>
      failPublisher(second, note),
    );
    await transcript.step('terraform destroy; nothing is left', async (note) => {
      await Promise.all(stacks.map((stack) => destroyStack(stack, note)));
    });
  } catch (error) {
    if (!emulator.own) {
      await saveFunctionLogs(aws, runDirectory).catch(() => undefined); // they go with the stacks
      await cleanUp(stacks, transcript);
    }
    throw error;
  } finally {
    await Promise.all(stacks.map(({ gateway }) => gateway.close()));
  }
}

async function applyAll(
  transcript: Transcript,
  stacks: readonly Stack[],
): Promise<readonly AppliedStack[]> {
  const applied = await transcript.step(
    'terraform apply of infra/environments/dev, two stacks side by side',
    (note) => Promise.all(stacks.map((stack) => applyStack(stack, note))),
  );
  await transcript.step('terraform plan again: no changes', async (note) => {
    await Promise.all(stacks.map((stack) => requireCleanPlan(stack, note)));
  });
  return applied;
}

async function mainJob(options: {
  readonly transcript: Transcript;
  readonly runDirectory: string;
  readonly first: AppliedStack;
  readonly second: AppliedStack;
}): Promise<void> {
  const { transcript, runDirectory, first, second } = options;
  const subscribers = await transcript.step('Clients connect and subscribe', (note) =>
    subscribeAll(first, note),
  );
  await transcript.step('Events are published and delivered', (note) =>
    deliverAll(first, subscribers, note),
  );
  await transcript.step('The other stack has subscribers and events of its own', async (note) => {
    const others = await subscribeAll(second, note);
    await publishEvent(second, 'COMMENT_ADDED', comment('b1', 'apollo/client'));
    await expectResults(others.comments, 1);
    await expectResults(subscribers.comments, 1);
    note(`the event of ${second.name} did not reach ${first.name}`);
    await disconnectAll(second, others, note);
  });
  // On the other stack, while Terraform is busy with this one.
  const clients = tryRealClients(second, runDirectory);
  clients.catch(() => undefined); // it is awaited below
  await transcript.step(
    "One function's code changes, while clients stay connected",
    async (note) => {
      await changeCode(first, note);
      await publishEvent(first, 'COMMENT_ADDED', comment('c2', 'apollo/client'));
      await expectResults(subscribers.comments, 2);
      if (subscribers.closes() > 0) throw new Error('a socket was closed by the change');
      note('no socket was closed, and the next event came');
    },
  );
  await transcript.step('A changed answer to ping would be deployed', (note) =>
    changePong(first, note),
  );
  await transcript.step(
    'Every real client does its main job (meanwhile, other stack)',
    async (note) => tellClients(await clients, note),
  );
  await transcript.step('Bad tokens are refused, and pages of other origins', async (note) => {
    await refuseBadTokens(first, note);
    await refuseForeignPages(first, note);
  });
  await transcript.step('A missing event is found by its id', (note) => findEvent(first, note));
  await transcript.step('Clients disconnect', (note) => disconnectAll(first, subscribers, note));
  await transcript.step('The functions have written their metrics', (note) =>
    findMetrics(first, note),
  );
}

async function cleanUp(stacks: readonly Stack[], transcript: Transcript): Promise<void> {
  for (const { terraform, name, aws } of stacks) {
    await terraform.destroy().catch(() => undefined); // the first failure is the one to report
    const left = await findResources(aws, name);
    if (left.length > 0) transcript.say(`left behind: ${left.join(', ')}`);
  }
}
