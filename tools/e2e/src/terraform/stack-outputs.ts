/** What `infra/environments/dev` tells of itself. */
export interface StackOutputs {
  readonly websocket_url: string;
  readonly connections_url: string;
  readonly graphql_url: string;
  readonly api_id: string;
  readonly stage: string;
  readonly events_topic_arn: string;
  readonly table_name: string;
  readonly function_names: Readonly<Record<string, string>>;
  readonly dead_letter_queue_urls: Readonly<Record<string, string>>;
}

const TEXTS = [
  'websocket_url',
  'connections_url',
  'graphql_url',
  'api_id',
  'stage',
  'events_topic_arn',
  'table_name',
] as const;

const MAPS = { function_names: 6, dead_letter_queue_urls: 4 } as const;

/** Reads the outputs; throws where one is missing or has another shape. */
export function readOutputs(outputs: Readonly<Record<string, unknown>>): StackOutputs {
  const wrong = TEXTS.filter((name) => typeof outputs[name] !== 'string');
  if (wrong.length > 0) throw new Error(`No text in the outputs: ${wrong.join(', ')}`);
  for (const [name, size] of Object.entries(MAPS)) {
    const found = Object.keys(outputs[name] ?? {}).length;
    if (found !== size) throw new Error(`${name} has ${found} entries, expected ${size}`);
  }
  return outputs as unknown as StackOutputs; // checked above
}
