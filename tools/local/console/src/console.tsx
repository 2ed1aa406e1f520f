import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { Activity } from './activity.tsx';
import { createApi } from './api.ts';
import { Counter } from './counter.tsx';
import { examples } from './examples.ts';
import { ViewerBox } from './viewer-box.tsx';

/** The whole page: who one is, what counts, GraphiQL, and what goes on. */
export const Console = () => {
  const [token, setToken] = useState<string | null>(null);
  const api = useMemo(() => createApi(token), [token]);
  useEffect(() => () => void api.sockets.dispose(), [api]);

  return (
    <div className="console">
      <header className="bar">
        <h1>
          <Mark /> Skein
        </h1>
        <Counter sockets={api.sockets} />
        <ViewerBox onToken={setToken} />
      </header>
      <main className="work">
        <GraphiQL fetcher={api.fetcher} defaultTabs={examples} defaultEditorToolsVisibility={false}>
          <GraphiQL.Logo>
            <span />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
      <Activity />
    </div>
  );
};

const Mark = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true">
    <path d="M6 9c8-6 12 20 20 14M6 16c8-6 12 6 20 0M6 23c8 6 12-20 20-14" />
  </svg>
);
