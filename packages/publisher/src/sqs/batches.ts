/** Texts that one SendMessageBatch takes. */
export type Batch = readonly string[];

const MAX_ENTRIES = 10;
const MAX_BATCH_BYTES = 256 * 1024;

/** Parts texts, in order, into batches of at most 10 and 256 KiB; one that is larger goes alone. */
export function batchesOf(texts: readonly string[]): readonly Batch[] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = Buffer.byteLength(text);
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_ENTRIES || bytes + size > MAX_BATCH_BYTES) {
      batches.push([text]);
      bytes = size;
      continue;
    }
    last.push(text);
    bytes += size;
  }
  return batches;
}
