import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from './activity.ts';
import type { CurrentApplication } from './current-application.ts';
import type { DevTokens } from './dev-tokens.ts';
import { streamActivity } from './event-stream.ts';
import { readBody, respondJson, respondText } from './http-body.ts';
import { messageOf } from './message-of.ts';

/** SNS's own limit is 256 KB; it refuses what is between. */
const MAX_EVENT_BYTES = 1024 * 1024;
const DEFAULT_EXPIRES_IN_SECONDS = 3600;

/** Tokens are of use to nobody where the application does not ask for their keys. */
const NO_TOKENS =
  'This application does not read the AUTH_JWKS_URL of the local system, so it would refuse the tokens from here: use one that its own `authenticate` accepts.';

/** What exists locally alone: tokens, their keys, publishing, and what the console page shows. */
export interface DevEndpoints {
  /** Answers a request below `/dev/`. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Makes the endpoints. `publish` gets the body of a publish as it is and gives the message's id. */
export function createDevEndpoints(options: {
  readonly tokens: DevTokens;
  readonly activity: Activity;
  readonly application: CurrentApplication;
  readonly publish: (message: string) => Promise<string>;
}): DevEndpoints {
  const { tokens, activity, application, publish } = options;

  async function answerPublish(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request, MAX_EVENT_BYTES);
    if (body === null) return respondJson(response, 413, { message: 'over 1 MB' });
    try {
      respondJson(response, 202, { messageId: await publish(body.toString()) });
    } catch (error) {
      respondJson(response, 400, { message: `SNS refused: ${messageOf(error)}` });
    }
  }

  async function answerToken(url: URL, response: ServerResponse) {
    if (!application.get().takesTokens) return respondJson(response, 404, { message: NO_TOKENS });
    const viewer = decodeViewer(url.pathname);
    const expiresInSeconds = Number(
      url.searchParams.get('expiresIn') ?? DEFAULT_EXPIRES_IN_SECONDS,
    );
    if (viewer === null || !Number.isSafeInteger(expiresInSeconds)) {
      const message = 'expected /dev/token/{viewer} and an integer expiresIn, in seconds';
      return respondJson(response, 400, { message });
    }
    const text = await tokens.sign({ viewer, expiresInSeconds });
    respondText(response, { status: 200, type: 'text/plain', text });
  }

  return {
    answer: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const route = `${request.method} ${url.pathname.split('/').slice(0, 3).join('/')}`;
      switch (route) {
        case 'GET /dev/token':
          return answerToken(url, response);
        case 'GET /dev/jwks.json':
          return respondJson(response, 200, tokens.jwks);
        case 'POST /dev/publish':
          return answerPublish(request, response);
        case 'GET /dev/activity':
          return streamActivity({ request, response, activity, application });
        default:
          return respondJson(response, 404, { message: `no ${request.method} ${url.pathname}` });
      }
    },
  };
}

/** The viewer of `/dev/token/{viewer}`; null where there is none. */
function decodeViewer(pathname: string): string | null {
  const encoded = /^\/dev\/token\/([^/]+)$/.exec(pathname)?.[1];
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null; // a malformed escape names nobody
  }
}
