import { appendFile } from 'node:fs/promises';

/** A job's summary takes no more than 1 MiB. */
const MAX_SUMMARY_CHARACTERS = 900_000;

/** Adds to the page of a workflow's run; elsewhere it does nothing. */
export async function addSummary(title: string, text: string): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const shown = text.slice(0, MAX_SUMMARY_CHARACTERS);
  await appendFile(file, `### ${title}\n\n\`\`\`text\n${shown}\n\`\`\`\n`);
}

/** Sets an output of a workflow's step, and prints it. */
export async function setOutput(name: string, value: string): Promise<void> {
  console.log(`${name}=${value}`);
  const file = process.env.GITHUB_OUTPUT;
  if (file) await appendFile(file, `${name}=${value}\n`);
}
