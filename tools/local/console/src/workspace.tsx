import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { buildSchema } from 'graphql';
import { memo, useMemo } from 'react';
import { examples } from './examples.ts';
import type { KeptSubscriptions } from './kept-subscriptions.ts';
import { namespacedStorage } from './namespaced-storage.ts';
import { type Example, schemaExamples } from './schema-examples.ts';
import type { Application } from './use-local-system.ts';

/** There is room for the variables beside the operation, as on a phone there is not. */
const isWide = globalThis.matchMedia('(min-width: 761px)').matches;

interface WorkspaceProps {
  readonly application: Application;
  readonly fetcher: Fetcher;
  readonly kept: KeptSubscriptions;
}

/** GraphiQL shows those of the first tab only if it is told so, and takes them for a further tab where it remembers tabs. */
const firstVariables = (storage: Storage, [first]: readonly Example[]): string | null =>
  storage.getItem('graphiql:tabState') === null ? (first?.variables ?? null) : null;

/** GraphiQL on the application that runs. Its tabs are that application's own: another one on the same port has others. */
export const Workspace = memo(({ application, fetcher, kept }: WorkspaceProps) => {
  const { name, schema: sdl } = application;
  // Without introspection, for an application may refuse that; null lets GraphiQL ask.
  const schema = useMemo(() => (sdl === null ? null : buildSchema(sdl)), [sdl]);
  const storage = useMemo(() => namespacedStorage(name), [name]);
  const tabs = useMemo(
    (): readonly Example[] => (schema === null ? examples : schemaExamples(schema)),
    [schema],
  );
  const initialVariables = useMemo(() => firstVariables(storage, tabs), [storage, tabs]);
  return (
    <GraphiQL
      fetcher={fetcher}
      {...(schema !== null && { schema })}
      storage={storage}
      defaultTabs={[...tabs]}
      {...(initialVariables !== null && { initialVariables })}
      defaultEditorToolsVisibility={isWide ? 'variables' : false}
      forcedTheme="system"
      onTabChange={({ tabs, activeTabIndex }) => {
        const ids = tabs.map(({ id }) => id);
        kept.tabsChanged({ ids, active: ids[activeTabIndex] ?? null });
      }}
    >
      <GraphiQL.Logo>
        <span />
      </GraphiQL.Logo>
    </GraphiQL>
  );
});
