import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from './activity.ts';
import type { CurrentApplication } from './current-application.ts';

/** At most ten snapshots a second. */
const INTERVAL_MS = 100;

/** Answers with server-sent events: an `application` and a `snapshot` at once, and again whenever something changed. */
export function streamActivity(options: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly activity: Activity;
  readonly application: CurrentApplication;
}): void {
  const { request, response, activity, application } = options;
  let timer: NodeJS.Timeout | null = null;

  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  function send(): void {
    timer = null;
    write('snapshot', activity.snapshot());
  }

  const sendApplication = () => void write('application', application.get());

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  sendApplication();
  send();
  const stop = activity.onChange(() => {
    timer ??= setTimeout(send, INTERVAL_MS);
  });
  const stopApplication = application.onChange(sendApplication);
  request.on('close', () => {
    stop();
    stopApplication();
    if (timer !== null) clearTimeout(timer);
  });
}
