#!/usr/bin/env node
// Plain JavaScript with nothing new in it: an old Node must get as far as this message.
const NEEDED_MAJOR = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED_MAJOR) {
  console.error(
    `skein needs Node ${NEEDED_MAJOR} or later, but this is ${process.versions.node}. In a Skein workspace, "npx pnpm start" brings its own.`,
  );
  process.exit(1);
}

const { run } = await import('../src/index.ts');
const code = await run(process.argv.slice(2));
// What a failed command leaves running (a bundle that nobody waits for) is of no use.
if (code !== 0) process.exit(code);
