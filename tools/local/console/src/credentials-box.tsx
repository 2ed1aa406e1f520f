import { type FormEvent, useState } from 'react';
import { fetchToken } from './fetch-token.ts';

/** Who calls: a viewer, by tokens of the local system, or whoever a token of an application's own says. */
export type Credentials =
  | { readonly kind: 'viewer'; readonly name: string }
  | { readonly kind: 'token'; readonly token: string };

interface CredentialsBoxProps {
  /** Whether the application takes the tokens of the local system. */
  readonly takesTokens: boolean;
  /** Null is anonymous. */
  readonly credentials: Credentials | null;
  readonly onCredentials: (credentials: Credentials | null) => void;
}

/** Signs in and out again: as any viewer where that is possible, else by a token. */
export function CredentialsBox({ takesTokens, credentials, onCredentials }: CredentialsBoxProps) {
  if (credentials === null) return <SignIn takesTokens={takesTokens} onSignIn={onCredentials} />;
  const who = credentials.kind === 'viewer' ? credentials.name : shortened(credentials.token);
  return (
    <p className="viewer">
      <span>
        {credentials.kind === 'viewer' ? 'Viewer' : 'Token'} <b data-testid="viewer">{who}</b>
      </span>
      <button type="button" onClick={() => onCredentials(null)}>
        Sign out
      </button>
    </p>
  );
}

interface SignInProps {
  readonly takesTokens: boolean;
  readonly onSignIn: (credentials: Credentials) => void;
}

function SignIn({ takesTokens, onSignIn }: SignInProps) {
  const [text, setText] = useState(takesTokens ? 'ada' : '');
  const [problem, setProblem] = useState<string | null>(null);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (takesTokens) await fetchToken(text);
      onSignIn(takesTokens ? { kind: 'viewer', name: text } : { kind: 'token', token: text });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <form className="viewer" onSubmit={signIn}>
      <label htmlFor="viewer">{takesTokens ? 'Viewer' : 'Token'}</label>
      <input
        id="viewer"
        value={text}
        onChange={({ target }) => setText(target.value)}
        autoComplete="off"
        spellCheck={false}
        title={takesTokens ? undefined : 'What your authenticate gets as token'}
        required
      />
      <button type="submit">Sign in</button>
      {problem !== null && <span role="alert">{problem}</span>}
    </form>
  );
}

/** As much of a token as tells it from another. */
const shortened = (token: string): string =>
  token.length > 16 ? `${token.slice(0, 6)}…${token.slice(-6)}` : token;
