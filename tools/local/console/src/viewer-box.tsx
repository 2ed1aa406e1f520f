import { type FormEvent, useState } from 'react';
import { fetchToken } from './fetch-token.ts';

interface ViewerBoxProps {
  /** Null is anonymous. */
  readonly viewer: string | null;
  readonly onViewer: (viewer: string | null) => void;
}

/** Signs in as any viewer, by a token of the local system, and out again. */
export function ViewerBox({ viewer, onViewer }: ViewerBoxProps) {
  const [name, setName] = useState('ada');
  const [problem, setProblem] = useState<string | null>(null);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await fetchToken(name);
      onViewer(name);
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  if (viewer !== null) {
    return (
      <p className="viewer">
        <span>
          Viewer <b data-testid="viewer">{viewer}</b>
        </span>
        <button type="button" onClick={() => onViewer(null)}>
          Sign out
        </button>
      </p>
    );
  }
  return (
    <form className="viewer" onSubmit={signIn}>
      <label htmlFor="viewer">Viewer</label>
      <input
        id="viewer"
        value={name}
        onChange={({ target }) => setName(target.value)}
        autoComplete="off"
        required
      />
      <button type="submit">Sign in</button>
      {problem !== null && <span role="alert">{problem}</span>}
    </form>
  );
}
