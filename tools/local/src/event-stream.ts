import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from './activity.ts';

/** At most ten snapshots a second. */
const INTERVAL_MS = 100;

/** Answers with server-sent events: a `snapshot` at once, and again whenever something changed. */
export function streamActivity(options: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly activity: Activity;
}): void {
  const { request, response, activity } = options;
  let timer: NodeJS.Timeout | null = null;

  function send(): void {
    timer = null;
    response.write(`event: snapshot\ndata: ${JSON.stringify(activity.snapshot())}\n\n`);
  }

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  send();
  const stop = activity.onChange(() => {
    timer ??= setTimeout(send, INTERVAL_MS);
  });
  request.on('close', () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  });
}
