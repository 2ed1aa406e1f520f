/** Says one more thing about a step that runs. */
export type Note = (text: string) => void;

/** What a person reads while the test runs: numbered steps, what was seen in each, and how long it took. */
export interface Transcript {
  step<T>(title: string, work: (note: Note) => Promise<T>): Promise<T>;
  say(text: string): void;
}

/** Creates a transcript that writes lines. */
export function createTranscript(options: {
  readonly write: (line: string) => void;
  readonly nowMs: () => number;
}): Transcript {
  const { write, nowMs } = options;
  let steps = 0;
  return {
    say: write,
    step: async (title, work) => {
      steps += 1;
      const number = String(steps).padStart(2);
      const startMs = nowMs();
      write(`\n${number}. ${title}`);
      try {
        const result = await work((text) => write(`      ${text}`));
        write(`    ok, ${seconds(nowMs() - startMs)}`);
        return result;
      } catch (error) {
        write(`    FAILED after ${seconds(nowMs() - startMs)}`);
        throw error;
      }
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
