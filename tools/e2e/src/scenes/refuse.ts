import { connectGraphqlWs } from '../clients/graphql-ws.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';
import { PATIENCE_MS } from './subscribers.ts';

/** A client with a bad token gets a verdict, at the upgrade and at `connection_init`. */
export async function refuseBadTokens({ socketUrl }: AppliedStack, note: Note): Promise<void> {
  const atInit = await failureOf({ url: socketUrl, token: 'not.a.token' });
  if (!atInit.includes('4403')) throw new Error(`expected 4403, got: ${atInit}`);
  note(`at connection_init: ${atInit}`);
  const atUpgrade = await failureOf({ url: `${socketUrl}?authorization=not.a.token` });
  if (!atUpgrade.includes('401')) throw new Error(`expected 401, got: ${atUpgrade}`);
  note(`at the upgrade: ${atUpgrade}`);
}

/** A page of a foreign origin can't connect; one of an allowed origin can, and so could all programs before it. */
export async function refuseForeignPages(
  { socketUrl: url, allowedOrigin }: AppliedStack,
  note: Note,
): Promise<void> {
  const foreign = 'https://evil.example';
  const refused = await failureOf({ url, origin: foreign });
  if (!refused.includes('403')) throw new Error(`expected 403, got: ${refused}`);
  note(`a page of ${foreign}: ${refused}`);
  const page = connectGraphqlWs({ url, origin: allowedOrigin });
  const { data } = await page.execute('{ version }');
  await page.close();
  if (!data) throw new Error(`a page of ${allowedOrigin} got nothing`);
  note(`a page of ${allowedOrigin}: connected`);
}

/** What a client that may not connect is told. */
export async function failureOf(options: {
  readonly url: string;
  readonly token?: string;
  readonly origin?: string;
}) {
  const client = connectGraphqlWs(options);
  const { failure } = client.subscribe('refused', 'subscription { postCreated { id } }');
  const error = await until({
    what: 'a refusal',
    patienceMs: PATIENCE_MS,
    ask: async () => failure(),
  });
  await client.close();
  const text = error instanceof Error || hasMessage(error) ? error.message : '';
  return text === '' ? JSON.stringify(error) : text;
}

function hasMessage(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'message' in error;
}
