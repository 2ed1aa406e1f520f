/** What `skein --help` prints where the command is installed. */
export const USAGE = `skein: GraphQL subscriptions on AWS

  skein dev <app.ts>     bundles the Lambdas and runs the whole system on this machine, until Ctrl-C; reloads what changes
      --port <number>      default 4000, or PORT of the environment; 0 takes a free one
      --host <address>     default 127.0.0.1, or HOST of the environment
      --persist <folder>   keeps the table there between runs; default in memory
      --env <file>         variables for the functions, as node --env-file takes them; repeatable; the shell's go before them
      --handlers <folder>  handler files of one's own, connect.ts say; the others are generated
  skein check <app.ts>   loads the app once, and says what is wrong with it; exit code 1 if something can't work
      --env <file>         as for dev
  skein bundle <app.ts>  checks the app, then bundles the Lambdas to <folder>/<name>.zip and <folder>/manifest.json
      --out <folder>             default dist
      --handlers <folder>        as for dev
      --write-handlers <folder>  writes the handler files there, to be changed, and bundles nothing
      --env <file>               for the check alone: nothing of it is in a bundle
  skein cost             what a month costs, line by line
      --payload-kb <number>         of one result, default 1
      --row-kb <number>             of what is read for one subscription, default 0.3
      --memory-gb <number>          the publisher's, default 1.73
  skein preflight        holds a load against the quotas of the account and region of AWS_REGION; exit code 3 if it is too much
      --messages <number>           queries and mutations over sockets, a second, default 0
      --storm-seconds <number>      in which everybody is to be back after a break, default 60
      --handler-ms <number>         of connect, message and disconnect, default 100
      --reserved <number>           concurrency that the stack reserves, default 10
  both take
      --clients <number>            connected, default 10000
      --subscriptions <number>      of each, default 1
      --events <number>             a second, default 1
      --fan-out <number>            subscriptions that an event reaches, default 1000
      --ping-seconds <number>       between a client's pings, default never
      --publisher-seconds <number>  for one event, default 0.1 + fan-out / 10,000

app.ts exports "app", what defineApp returned.
`;

/** What it prints in the workspace, which has apps of its own. */
export const WORKSPACE_USAGE = `${USAGE.replaceAll(/(dev|bundle) <app\.ts>/g, '$1 [app.ts]').trimEnd()} Without it the apps of the workspace are taken.
`;
