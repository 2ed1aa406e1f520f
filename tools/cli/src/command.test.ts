import { describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from './command.ts';

const DEV = { name: 'dev', app: null, port: 4000, host: '127.0.0.1', persist: null };

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
    ['bundle', {}, { name: 'bundle', app: null }],
    ['bundle src/app.ts', {}, { name: 'bundle', app: 'src/app.ts' }],
    ['', {}, { name: 'help' }],
    ['dev --help', {}, { name: 'help' }],
  ])('reads "%s" with %j', (line, env, expected) => {
    expect(parseCommand(line.split(' ').filter(Boolean), env)).toEqual(expected);
  });

  it.each([
    ['serve', {}, 'There is no command "serve".'],
    ['dev --prot 1', {}, "Unknown option '--prot'"],
    ['bundle --port 1', {}, 'skein bundle has no flag --port.'],
    ['dev a.ts b.ts', {}, 'takes one app, not "b.ts" too'],
    ['dev --port http', {}, 'A port is a number from 0 to 65535, but "http" came.'],
    ['dev', { PORT: '65536' }, 'but "65536" came.'],
  ])('refuses "%s" with %j', (line, env, message) => {
    const read = () => parseCommand(line.split(' '), env);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});
