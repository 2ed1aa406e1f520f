export const USAGE = `skein: GraphQL subscriptions on AWS

  skein dev [app.ts]     bundles the Lambdas and runs the whole system on this machine, until Ctrl-C
      --port <number>      default 4000, or PORT of the environment; 0 takes a free one
      --host <address>     default 127.0.0.1, or HOST of the environment
      --persist <folder>   keeps the table there between runs; default in memory
  skein bundle [app.ts]  bundles the Lambdas to dist/<name>.zip and dist/manifest.json

app.ts exports "app", what defineApp returned. Without it the apps of the workspace are taken.
`;
