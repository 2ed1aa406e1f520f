export const USAGE = `skein: GraphQL subscriptions on AWS

  skein dev [app.ts]     bundles the Lambdas and runs the whole system on this machine, until Ctrl-C
      --port <number>      default 4000, or PORT of the environment; 0 takes a free one
      --host <address>     default 127.0.0.1, or HOST of the environment
      --persist <folder>   keeps the table there between runs; default in memory
  skein bundle [app.ts]  bundles the Lambdas to dist/<name>.zip and dist/manifest.json
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

app.ts exports "app", what defineApp returned. Without it the apps of the workspace are taken.
`;
