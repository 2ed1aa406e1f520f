import { useEffect, useMemo, useState } from 'react';
import { Activity } from './activity.tsx';
import { createApi } from './api.ts';
import { Counter } from './counter.tsx';
import { type Credentials, CredentialsBox } from './credentials-box.tsx';
import { createKeptSubscriptions } from './kept-subscriptions.ts';
import { OtherTabs } from './other-tabs.tsx';
import { useLocalSystem } from './use-local-system.ts';
import { Workspace } from './workspace.tsx';

/** The whole page: who one is, what counts, GraphiQL, and what goes on. */
export function Console() {
  const { activity, application } = useLocalSystem();
  const [credentials, setCredentials] = useState<Credentials | null>(null);
  const [kept] = useState(createKeptSubscriptions);
  const api = useMemo(() => createApi({ credentials, kept }), [credentials, kept]);
  useEffect(() => () => void api.sockets.dispose(), [api]);
  const name = application?.name ?? null;

  return (
    <div className="console">
      <header className="bar">
        <h1>
          <Mark /> Skein {name !== null && <small>{name}</small>}
        </h1>
        {application?.schema === null && <Counter sockets={api.sockets} />}
        {application !== null && (
          <CredentialsBox
            takesTokens={application.takesTokens}
            credentials={credentials}
            onCredentials={setCredentials}
          />
        )}
      </header>
      <main className="work">
        {application !== null && (
          <Workspace application={application} fetcher={api.fetcher} kept={kept} />
        )}
      </main>
      <aside className="side" aria-label="What goes on">
        <OtherTabs kept={kept} />
        <Activity activity={activity} />
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
