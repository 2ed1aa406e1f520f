import { type GraphQLSchema, isSchema, printSchema, validateSchema } from 'graphql';
import {
  type DeclaredTopic,
  declaredTopics,
  type SampleEvent,
  sampleEvent,
} from './sample-event.ts';

/** The modules of an application, as they were loaded. `access` is null where no such module lies beside the app. */
export interface LoadedModules {
  readonly app: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, unknown>> | null;
  /** How they are called in what is said of them. */
  readonly names: { readonly app: string; readonly access: string | null };
}

/** What was found in an application that loads. It crosses a process's border as JSON. */
export type Inspection =
  | { readonly outcome: 'unusable'; readonly problem: string }
  | {
      readonly outcome: 'usable';
      /** Fields and the like that can't work, each with its fix. */
      readonly errors: readonly string[];
      /** What works, though not as one would like. */
      readonly warnings: readonly string[];
      /** The schema, as SDL. */
      readonly schema: string;
      /** An event on the first declared topic; null where none is declared. */
      readonly event: SampleEvent | null;
      /** The topics that are declared. */
      readonly topics: readonly DeclaredTopic[];
    };

/** What `defineApp` puts into an application, as far as it is looked at here. */
interface AppLike {
  readonly schema: GraphQLSchema;
  readonly pubsub: { readonly topics?: readonly unknown[] };
  readonly access: unknown;
}

const APP_PARTS = [
  'schema',
  'pubsub',
  'access',
  'context',
  'deliverySession',
  'operations',
  'limits',
];

const EXPECTED_APP = 'export const app = defineApp({ schema, pubsub, access });';
const EXPECTED_ACCESS = 'export const access = defineAccess({ authenticate });';

/** Looks for the usual mistakes in a loaded application. Runs in the application's own bundle: its graphql is the one asked. */
export async function inspectApp({ app, access, names }: LoadedModules): Promise<Inspection> {
  const problem = exportProblem(app, names.app) ?? accessProblem(access, names.access);
  if (problem !== null) return { outcome: 'unusable', problem };
  const { schema, pubsub, access: used } = app.app as AppLike;
  const { topics = [] } = pubsub;
  const invalid = validateSchema(schema);
  if (invalid.length > 0) {
    const reasons = invalid.map(({ message }) => `  ${message}`).join('\n');
    return { outcome: 'unusable', problem: `The schema of ${names.app} is not valid:\n${reasons}` };
  }
  return {
    outcome: 'usable',
    errors: fieldsWithoutSubscribe(schema),
    warnings: access === null || access.access === used ? [] : [otherAccess(names)],
    schema: printSchema(schema),
    event: await sampleEvent(topics, schema),
    topics: declaredTopics(topics),
  };
}

function exportProblem(module: LoadedModules['app'], name: string): string | null {
  const { app } = module;
  if (app === undefined)
    return missingExport(module, { name, wanted: 'app', expected: EXPECTED_APP });
  if (app instanceof Promise) {
    return `\`app\` of ${name} is a promise. Await it: export const app = await ...`;
  }
  if (isSchema(app)) return notAnApp(name, 'a GraphQLSchema');
  if (typeof app !== 'object' || app === null)
    return notAnApp(name, app === null ? 'null' : `a ${typeof app}`);
  const missing = APP_PARTS.filter((part) => !(part in app));
  return missing.length === 0 ? null : notAnApp(name, `an object without ${missing.join(', ')}`);
}

const notAnApp = (name: string, what: string): string =>
  `\`app\` of ${name} is ${what}, expected what defineApp (or fromApollo) of skein returns: ${EXPECTED_APP}`;

function accessProblem(module: LoadedModules['access'], name: string | null): string | null {
  if (module === null || name === null) return null;
  const { access } = module;
  if (access === undefined) {
    return missingExport(module, { name, wanted: 'access', expected: EXPECTED_ACCESS });
  }
  if (typeof access === 'object' && access !== null && 'authenticate' in access) return null;
  return `\`access\` of ${name} is not what defineAccess of skein/access returns, which connect and disconnect load: ${EXPECTED_ACCESS}`;
}

function missingExport(
  module: Readonly<Record<string, unknown>>,
  {
    name,
    wanted,
    expected,
  }: { readonly name: string; readonly wanted: string; readonly expected: string },
): string {
  const names = Object.keys(module);
  const others = names.filter((other) => other !== 'default');
  if (names.includes('default')) {
    return `${name} has a default export and no export \`${wanted}\`. Export it by that name: ${expected}`;
  }
  const found = others.length === 0 ? 'it exports nothing' : `it exports ${others.join(', ')}`;
  return `${name} has no export \`${wanted}\`; ${found}. Expected: ${expected}`;
}

function fieldsWithoutSubscribe(schema: GraphQLSchema): readonly string[] {
  const type = schema.getSubscriptionType();
  const fields = Object.values(type?.getFields() ?? {});
  return fields
    .filter(({ subscribe }) => typeof subscribe !== 'function')
    .map(
      ({ name }) =>
        `${type?.name}.${name} has no \`subscribe\`: nobody can subscribe to it. Give the field one, for instance \`subscribe: () => pubsub.subscribe(topic)\`.`,
    );
}

const otherAccess = ({ app, access }: LoadedModules['names']): string =>
  `\`access\` of ${access}, which connect and disconnect load, is not the one that \`app\` of ${app} uses: import it there, and give it to defineApp.`;
