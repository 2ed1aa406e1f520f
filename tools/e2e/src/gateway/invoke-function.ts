import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** The ARN, qualifier included, of the function that an integration's URI names. */
export function functionOfUri(uri: string): string {
  const arn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];
  if (arn === undefined) throw new Error(`No Lambda integration URI: ${uri}`);
  return arn;
}

/** Invokes a function and waits; rejects where it failed. */
export async function invokeFunction(
  lambda: LambdaClient,
  functionArn: string,
  event: unknown,
): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) });
  const { FunctionError, Payload } = await lambda.send(command);
  const text = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${functionArn} failed (${FunctionError}): ${text}`);
  return text === '' ? null : JSON.parse(text);
}
