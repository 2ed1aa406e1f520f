import { CHECKS } from './checks.ts';
import { readPages } from './page.ts';

/** Prints the problems of the pages whose path contains one of the arguments; of all without any. */
const wanted = process.argv.slice(2).map((path) => path.replace(/^\.\//, ''));
const pages = readPages();
const isWanted = (path: string): boolean =>
  wanted.length === 0 || wanted.some((part) => path.includes(part));

for (const check of Object.values(CHECKS)) {
  for (const problem of await check(pages)) {
    if (!isWanted(problem)) continue;
    console.log(problem);
    process.exitCode = 1;
  }
}
