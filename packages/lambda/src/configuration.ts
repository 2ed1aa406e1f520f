import * as z from 'zod';
import { normalOrigin } from './allowed-origins.ts';
import type { LogLevel } from './log.ts';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const required = z.string({ error: 'is missing' });

/** An http or https URL without a slash at its end: `/@connections` is appended to it. */
const endpoint = z
  .url({ protocol: /^https?$/, error: 'is no http or https URL' })
  .transform((url) => url.replace(/\/+$/, ''))
  .refine((url) => !url.endsWith('/@connections'), { error: 'ends with /@connections' });

/** Origins, with commas between them; `none` is an empty list, for an empty value counts as unset. */
const origins = z.string().transform((text, context) => {
  if (text === 'none') return [];
  const named = text.split(',').map((origin) => origin.trim());
  return named.map((origin) => {
    const normal = normalOrigin(origin);
    if (normal !== null) return normal;
    const message = `holds ${JSON.stringify(origin)}, which is no origin such as https://app.example.com`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
});

const variables = {
  TABLE_NAME: required,
  EVENTS_TOPIC_ARN: required.startsWith('arn:', { error: 'is no ARN' }),
  CONNECTIONS_URL: endpoint.optional().transform((url) => url ?? null),
  FANOUT_QUEUE_URL: required,
  PARKED_QUEUE_URL: required,
  POSTS_PER_SECOND: z.coerce
    .number({ error: 'is no number' })
    .min(1, { error: 'is less than 1' })
    .default(1_000),
  ALLOWED_ORIGINS: origins.optional().transform((allowed) => allowed ?? null),
  METRICS_NAMESPACE: z
    .string()
    .regex(/^(?!AWS\/)[\w.\-/#:]{1,255}$/, { error: 'is no namespace of metrics' })
    .optional()
    .transform((namespace) => namespace ?? null),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'] satisfies LogLevel[], {
      error: 'is none of debug, info, warn, error, silent',
    })
    .default('info'),
};

type Variables = typeof variables;
type Name = keyof Variables;
export type Configuration<Names extends Name> = { readonly [K in Names]: z.output<Variables[K]> };

const reader =
  <const Names extends Name>(...names: readonly Names[]) =>
  (env: Environment): Configuration<Names> => {
    const shape = Object.fromEntries(names.map((name) => [name, variables[name]]));
    // An empty value counts as unset: Terraform and shells can't always leave one out.
    const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
    const result = z.object(shape).safeParse(present);
    if (result.success) return result.data as Configuration<Names>;
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new Error(`The environment is incomplete: ${problems.join('; ')}.`);
  };

// What each Lambda reads. Each throws once, with every problem; the last two are everyone's.
export const readConnectConfiguration = reader(
  'TABLE_NAME',
  'CONNECTIONS_URL',
  'ALLOWED_ORIGINS',
  'METRICS_NAMESPACE',
  'LOG_LEVEL',
);
export const readMessageConfiguration = reader(
  'TABLE_NAME',
  'EVENTS_TOPIC_ARN',
  'CONNECTIONS_URL',
  'METRICS_NAMESPACE',
  'LOG_LEVEL',
);
export const readDisconnectConfiguration = reader(
  'TABLE_NAME',
  'EVENTS_TOPIC_ARN',
  'METRICS_NAMESPACE',
  'LOG_LEVEL',
);
export const readDeliveryConfiguration = reader(
  'TABLE_NAME',
  'CONNECTIONS_URL',
  'FANOUT_QUEUE_URL',
  'PARKED_QUEUE_URL',
  'POSTS_PER_SECOND',
  'METRICS_NAMESPACE',
  'LOG_LEVEL',
);
export const readGraphqlConfiguration = reader(
  'EVENTS_TOPIC_ARN',
  'METRICS_NAMESPACE',
  'LOG_LEVEL',
);
