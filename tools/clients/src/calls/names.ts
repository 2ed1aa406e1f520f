// The names of calls, as the scripts expect them.
export const GET = 'DynamoDB GetItem';
export const PUT = 'DynamoDB PutItem';
export const UPDATE = 'DynamoDB UpdateItem';
export const DELETE = 'DynamoDB DeleteItem';
export const QUERY = 'DynamoDB Query';
export const BATCH_WRITE = 'DynamoDB BatchWriteItem';
export const POST = 'Connections POST';
export const PUBLISH = 'SNS Publish';

/** A call, so many times. */
export function times(count: number, call: string): readonly string[] {
  return Array.from({ length: count }, () => call);
}
