/** Writes one line of JSON, in the form of the Lambdas' own log: an application has its trouble to report itself. */
export const reportTrouble = (event: string, error: unknown): void => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const line = { time: new Date().toISOString(), level: 'error', event, error: { name, message } };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
