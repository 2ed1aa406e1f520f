import { type FormEvent, useState } from 'react';
import { fetchToken } from './api.ts';

/** Signs in as any viewer with a token of the local system, and out again. */
export const ViewerBox = ({ onToken }: { readonly onToken: (token: string | null) => void }) => {
  const [name, setName] = useState('ada');
  const [viewer, setViewer] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    try {
      onToken(await fetchToken(name));
      setViewer(name);
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const signOut = () => {
    onToken(null);
    setViewer(null);
  };

  if (viewer !== null)
    return (
      <p className="viewer">
        <span>
          Viewer <b>{viewer}</b>
        </span>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </p>
    );
  return (
    <form className="viewer" onSubmit={signIn}>
      <label htmlFor="viewer">Viewer</label>
      <input id="viewer" value={name} onChange={({ target }) => setName(target.value)} required />
      <button type="submit">Sign in</button>
      {problem !== null && <span role="alert">{problem}</span>}
    </form>
  );
};
