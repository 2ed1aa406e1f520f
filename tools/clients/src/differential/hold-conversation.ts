import { setTimeout } from 'node:timers/promises';
import { publishUntil } from '../flows/publish-until.ts';
import { type Target, unique } from '../target/target.ts';
import { openAdmitted, type RawSocket } from '../wire/raw-socket.ts';
import type { Conversation, Step } from './conversation.ts';
import { createEar, type Ear } from './ear.ts';
import { createProbe, publishValue } from './events.ts';
import { byOperation, closedLine, heard, said } from './transcript.ts';

/** How long it is listened to at the end, for a frame too many. */
const SILENCE_MS = 200;

/** Holds a conversation with a system and returns what was said and heard, line by line, fit for comparing. */
export async function holdConversation(
  target: Target,
  { subprotocol, steps }: Conversation,
): Promise<readonly string[]> {
  const repository = unique('repository');
  const socket = await openAdmitted(target.socketUrl, { offers: [subprotocol] });
  const ear = createEar(socket);
  const lines: string[] = [];
  for (const step of steps) {
    lines.push(...(await take(step, { target, socket, ear, repository })));
  }
  await Promise.race([setTimeout(SILENCE_MS), socket.closed]);
  lines.push(...byOperation(ear.rest()).map(heard));
  const closing = ear.closing();
  lines.push(closing === null ? 'open' : closedLine(closing));
  socket.close();
  return lines.map((line) => line.replaceAll(repository, '{{repository}}'));
}

interface Around {
  readonly target: Target;
  readonly socket: RawSocket;
  readonly ear: Ear;
  readonly repository: string;
}

async function take(step: Step, around: Around): Promise<readonly string[]> {
  const { target, socket, ear, repository } = around;
  switch (step.step) {
    case 'say':
      for (const frame of step.frames) socket.send(named(frame, repository));
      return step.frames.map(said);
    case 'hear':
      return byOperation(await ear.frames(step.frames)).map(heard);
    case 'hear the end':
      return byOperation(await ear.untilEnded(step.ids)).map(heard);
    case 'hear the close':
      return byOperation(await ear.frames(Number.POSITIVE_INFINITY)).map(heard);
    case 'until it stands': {
      const { id, source, alias } = step;
      const value = createProbe();
      await publishUntil(ear.probed(id, { probe: value, alias }), () =>
        publishValue(target, { source, repository, value }),
      );
      return [];
    }
    case 'publish':
      await publishValue(target, { ...step, repository });
      return [`* published ${step.value}`];
  }
}

function named(frame: unknown, repository: string): string {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return text.replaceAll('{{repository}}', repository);
}
