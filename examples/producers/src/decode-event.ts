// decode-event.ts
import type { EventEnvelope } from 'skein';
import * as z from 'zod';

/** The topics of their types. */
const TOPICS: Readonly<Record<string, string>> = {
  'com.example.comment.added': 'COMMENT_ADDED',
  CommentAdded: 'COMMENT_ADDED',
};

/** What nobody subscribes to: an event on a label that is not declared is delivered to nobody, and is no error. */
const IGNORED = 'IGNORED';

/** A CloudEvent in its JSON format. */
const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    type: z.string(),
    id: z.string(),
    time: z.string().optional(),
    data: z.unknown(),
  })
  .transform(({ type, data, id, time }) => ({ topic: topicOf(type), payload: data, id, time }));

/** An event of an EventBridge rule whose target has no input transformer. */
const eventBridgeEvent = z
  .object({ 'detail-type': z.string(), detail: z.unknown(), id: z.string(), time: z.string() })
  .transform(({ 'detail-type': type, detail, id, time }) => ({
    topic: topicOf(type),
    payload: detail,
    id,
    time,
  }));

const s3Record = z.object({
  eventName: z.string().startsWith('ObjectCreated:'),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), size: z.number() }),
  }),
});

/** What S3 tells of objects that were stored; the records of a message are of one bucket. */
const s3Notification = z
  .object({ Records: z.tuple([s3Record], s3Record) })
  .transform(({ Records }) => ({
    topic: 'FILES_STORED',
    payload: {
      bucket: Records[0].s3.bucket.name,
      files: Records.map(({ s3: { object } }) => ({ key: keyOf(object.key), bytes: object.size })),
    },
  }));

/** What S3 says once, when a notification is set up. */
const s3Test = z.object({ Event: z.literal('s3:TestEvent') }).transform(() => ({ topic: IGNORED }));

const foreign = z.union([cloudEvent, eventBridgeEvent, s3Notification, s3Test]);

/** Reads the messages of other systems; null is one of neither, which is parked. */
export const decodeEvent = (text: string): EventEnvelope | null => {
  const { data } = foreign.safeParse(JSON.parse(text));
  return (data as EventEnvelope | undefined) ?? null;
};

function topicOf(type: string): string {
  return TOPICS[type] ?? IGNORED;
}

/** S3 encodes keys as forms are encoded. */
function keyOf(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
