/** Something that speaks AWS's APIs. */
export interface Emulator {
  readonly name: string;
  readonly url: string;
  /** Whether it was started for this run alone: then it is empty, and a fresh one can be had. */
  readonly own: boolean;
  /** What processes need to speak to it with the AWS SDK or Terraform. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The SDK's and Terraform's own variables; a region or credentials that are set already stay. */
export function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: process.env.AWS_REGION ?? 'us-east-1',
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
  };
}

/** The emulator that `AWS_ENDPOINT_URL` names, LocalStack for example; it is neither started nor stopped. */
export function givenEmulator(url: string): Emulator {
  return {
    name: 'the emulator that AWS_ENDPOINT_URL names',
    url,
    own: false,
    environment: awsEnvironment(url),
    stop: async () => undefined,
  };
}
