/** What every SDK client of the local system is made with: emulators accept any credentials. */
export const LOCAL_ACCOUNT = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** Closed keep-alive connections would fail the first call of a Lambda that slept longer than the server waited. */
export const KEEP_ALIVE_MS = 24 * 60 * 60 * 1000;
