/** Prints what is wrong with an application that runs, whenever that is something else than before. */
export function createProblemPrinter(): (problems: readonly string[]) => void {
  let printed = '';
  return (problems) => {
    const text = problems.map((problem) => `skein: ${problem}`).join('\n');
    if (text !== printed && text !== '') console.error(`\n${text}`);
    printed = text;
  };
}
