import { describe, expect, it } from 'vitest';
import { parseCommand } from './command.ts';
import { UsageError } from './usage-error.ts';

const DEV = {
  name: 'dev',
  app: null,
  port: 4000,
  host: '127.0.0.1',
  persist: null,
  handlers: null,
  envFiles: [],
};
const BUNDLE = {
  name: 'bundle',
  app: null,
  outDir: null,
  handlers: null,
  writeHandlers: null,
  envFiles: [],
};

describe('parseCommand', () => {
  it.each([
    ['dev', {}, DEV],
    ['dev src/app.ts', {}, { ...DEV, app: 'src/app.ts' }],
    [
      'dev --port 0 --host ::1 --persist .skein',
      {},
      { ...DEV, port: 0, host: '::1', persist: '.skein' },
    ],
    ['dev', { PORT: '5000', HOST: '0.0.0.0' }, { ...DEV, port: 5000, host: '0.0.0.0' }],
    ['dev --port=5001', { PORT: '5000' }, { ...DEV, port: 5001 }],
    ['dev', { PORT: '', HOST: '' }, DEV],
    [
      'dev src/app.ts --env .env --env .env.local --handlers handlers',
      {},
      { ...DEV, app: 'src/app.ts', envFiles: ['.env', '.env.local'], handlers: 'handlers' },
    ],
    ['bundle', {}, BUNDLE],
    ['bundle --out build', {}, { ...BUNDLE, outDir: 'build' }],
    ['bundle src/app.ts', {}, { ...BUNDLE, app: 'src/app.ts' }],
    [
      'bundle src/app.ts --write-handlers handlers',
      {},
      { ...BUNDLE, app: 'src/app.ts', writeHandlers: 'handlers' },
    ],
    ['check src/app.ts --env .env', {}, { name: 'check', app: 'src/app.ts', envFiles: ['.env'] }],
    ['', {}, { name: 'help' }],
    ['dev --help', {}, { name: 'help' }],
  ])('reads "%s" with %j', (line, env, expected) => {
    expect(parseCommand(line.split(' ').filter(Boolean), env)).toEqual(expected);
  });

  it('reads what a stack has to carry, with defaults', () => {
    const line = 'preflight --clients 500 --fan-out 20 --ping-seconds 300 --handler-ms 50';
    expect(parseCommand(line.split(' '), {})).toEqual({
      name: 'preflight',
      load: {
        clients: 500,
        subscriptions: 1,
        events: 1,
        fanOut: 20,
        pingSeconds: 300,
        publisherSeconds: expect.closeTo(0.102),
        messages: 0,
        stormSeconds: 60,
        handlerSeconds: 0.05,
        reserved: 10,
      },
    });
    expect(parseCommand(['cost', '--payload-kb', '6'], {})).toMatchObject({
      name: 'cost',
      traffic: { clients: 10_000, payloadKb: 6, rowKb: 0.3 },
    });
  });

  it.each([
    ['serve', {}, 'There is no command "serve".'],
    ['budnle', {}, 'There is no command "budnle": did you mean skein bundle?'],
    ['toString', {}, 'There is no command "toString".'],
    ['dev --prot 1', {}, 'skein dev has no flag --prot: did you mean --port?'],
    ['dev -p 1', {}, 'skein dev has no flag --p.'],
    ['dev a.ts --env-file .env', {}, 'skein dev has no flag --env-file: did you mean --env?'],
    ['--prot', {}, 'There is no flag --prot.'],
    ['dev --port', {}, /^Option '--port <value>' argument missing$/],
    ['dev --port --host', {}, /^Option '--port' argument is ambiguous\.$/],
    ['bundle --handler h', {}, 'skein bundle has no flag --handler: did you mean --handlers?'],
    ['bundle --port 1', {}, 'skein bundle has no flag --port.'],
    ['check', {}, 'skein check takes an app: skein check src/app.ts'],
    ['dev --handlers h', {}, '--handlers needs an app: skein dev src/app.ts --handlers h'],
    ['dev a.ts b.ts', {}, 'takes one app, not "b.ts" too'],
    ['cost app.ts', {}, 'skein cost takes flags only, not "app.ts".'],
    ['cost --clients many', {}, '--clients is a number of at least 0, but "many" came.'],
    ['cost --reserved 1', {}, 'skein cost has no flag --reserved.'],
    ['preflight --storm-seconds 0', {}, '--storm-seconds is more than 0, but "0" came.'],
    ['dev --port http', {}, 'A port is a number from 0 to 65535, but "http" came.'],
    ['dev', { PORT: '65536' }, 'but "65536" came.'],
  ])('refuses "%s" with %j', (line, env, message) => {
    const read = () => parseCommand(line.split(' '), env);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});
