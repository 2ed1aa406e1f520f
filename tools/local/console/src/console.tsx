import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { Activity } from './activity.tsx';
import { createApi } from './api.ts';
import { Counter } from './counter.tsx';
import { examples } from './examples.ts';
import { createKeptSubscriptions } from './kept-subscriptions.ts';
import { OtherTabs } from './other-tabs.tsx';
import { ViewerBox } from './viewer-box.tsx';

/** There is room for the variables beside the operation, as on a phone there is not. */
const isWide = globalThis.matchMedia('(min-width: 761px)').matches;

/** The whole page: who one is, what counts, GraphiQL, and what goes on. */
export function Console() {
  const [viewer, setViewer] = useState<string | null>(null);
  const [kept] = useState(createKeptSubscriptions);
  const api = useMemo(() => createApi({ viewer, kept }), [viewer, kept]);
  useEffect(() => () => void api.sockets.dispose(), [api]);

  return (
    <div className="console">
      <header className="bar">
        <h1>
          <Mark /> Skein
        </h1>
        <Counter sockets={api.sockets} />
        <ViewerBox viewer={viewer} onViewer={setViewer} />
      </header>
      <main className="work">
        <GraphiQL
          fetcher={api.fetcher}
          defaultTabs={examples}
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
      </main>
      <aside className="side" aria-label="What goes on">
        <OtherTabs kept={kept} />
        <Activity />
      </aside>
    </div>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M6 9c8-6 12 20 20 14M6 16c8-6 12 6 20 0M6 23c8 6 12-20 20-14" />
    </svg>
  );
}
