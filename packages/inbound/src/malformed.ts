import { frames, type MalformedFrame, verdict } from '@skein/protocol';
import type { Connection } from '@skein/store';
import type { Turn } from './turn.ts';

/** Answers what is no message. Its text is not logged: it may quote what the client sent. */
export async function handleMalformed(
  turn: Turn,
  connection: Connection,
  malformed: MalformedFrame,
): Promise<void> {
  const { connectionId } = connection;
  turn.log.info('malformed', { connectionId, problem: malformed.problem });
  return connection.subprotocol === 'graphql-transport-ws'
    ? answerTransport(turn, connection, malformed)
    : answerLegacy(turn, malformed);
}

async function answerTransport(
  { reply }: Turn,
  connection: Connection,
  { problem, id, message }: MalformedFrame,
): Promise<void> {
  if (problem !== 'id-too-long' || id === null) return reply.end(verdict(4400));
  if (!connection.acknowledged) return reply.end(verdict(4401));
  await reply.post(frames('graphql-transport-ws').error(id, [{ message }]));
}

/** "malformed message: `connection_error` or `error`, no close" */
async function answerLegacy(
  { reply }: Turn,
  { problem, id, message }: MalformedFrame,
): Promise<void> {
  const { error, errorWithoutId, connectionError } = frames('graphql-ws');
  if (id !== null) await reply.post(error(id, [{ message }]));
  else if (problem === 'unknown-type') await reply.post(errorWithoutId(message));
  else await reply.post(connectionError(message, null));
}
