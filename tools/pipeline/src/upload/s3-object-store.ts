import {
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectStore } from './object-store.ts';

/** DeleteObjects takes no more at once. */
const MAX_REMOVED = 1_000;

/** A bucket. Region, credentials and endpoint come from the SDK's own variables. */
export function createS3ObjectStore(bucket: string): ObjectStore {
  // Emulators answer at one host for all buckets.
  const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  const at = (Key: string) => ({ Bucket: bucket, Key });

  return {
    async keys(prefix) {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      }
      return keys;
    },
    async get(key) {
      const { Body } = await client.send(new GetObjectCommand(at(key)));
      if (Body === undefined) throw new Error(`${key} has no content`);
      return Body.transformToString();
    },
    async put(key, content) {
      await client.send(new PutObjectCommand({ ...at(key), Body: content }));
    },
    async remove(keys) {
      for (let start = 0; start < keys.length; start += MAX_REMOVED) {
        const Objects = keys.slice(start, start + MAX_REMOVED).map((Key) => ({ Key }));
        const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } });
        const { Errors = [] } = await client.send(command);
        if (Errors.length > 0) throw new Error(`Not removed: ${Errors.map(({ Key }) => Key)}`);
      }
    },
  };
}
