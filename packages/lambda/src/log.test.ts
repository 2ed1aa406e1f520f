import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from './log.ts';

const NOW = new Date('2026-01-31T12:00:00Z');

const logAt = (level: LogLevel, metricsNamespace: string | null = null) => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = createLog({ level, app: 'message', metricsNamespace, write, now: () => NOW });
  return { log, lines };
};

describe('createLog', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = logAt('info');
    log.info('connected', { connectionId: 'a\nb' });
    expect(lines).toEqual([
      '{"time":"2026-01-31T12:00:00.000Z","level":"info","app":"message","event":"connected","connectionId":"a\\nb"}',
    ]);
  });

  it.each<[LogLevel, readonly string[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ])('writes what is at least as grave when the level is %s', (level, expected) => {
    const { log, lines } = logAt(level);
    for (const of of ['debug', 'info', 'warn', 'error'] as const) log[of]('x');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(expected);
  });

  it('writes errors with their causes, to a limit', () => {
    const { log, lines } = logAt('info');
    const error = new Error('outer', { cause: new TypeError('inner') });
    log.error('failed', { error });
    expect(JSON.parse(lines[0] ?? '').error).toMatchObject({
      name: 'Error',
      message: 'outer',
      cause: { name: 'TypeError', message: 'inner' },
    });
  });

  it('writes the line when an error is its own cause, or a field is no JSON', () => {
    const { log, lines } = logAt('info');
    const error = new Error('loop');
    error.cause = error;
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    log.error('failed', { error });
    log.error('failed', { big: 1n, circle });
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'error', event: 'failed' });
  });

  it('writes a metric into its line', () => {
    const { log, lines } = logAt('info', 'Skein/test');
    log.info('disconnected', { connectionId: 'a' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      connectionId: 'a',
      disconnects: 1,
      _aws: { Timestamp: NOW.getTime() },
    });
  });

  it('loses no metric when a field of its line is no JSON', () => {
    const { log, lines } = logAt('info', 'Skein/test');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    log.info('event_delivered', { topic: 'POSTED', rows: 1, sent: 1, circle });
    const line = JSON.parse(lines[0] ?? '');
    expect(line).toMatchObject({
      event: 'event_delivered',
      sent: 1,
      Topic: 'POSTED',
      _aws: { Timestamp: NOW.getTime(), CloudWatchMetrics: [{}, {}] },
      unloggable: ['topic', 'rows', 'sent', 'circle'],
    });
  });

  it('writes the numbers of a metric alone when the level is above its line', () => {
    const { log, lines } = logAt('silent', 'Skein/test');
    log.info('disconnected', { connectionId: 'a' });
    log.error('message_failed', { connectionId: 'a' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'disconnected', disconnects: 1 });
    expect(lines[0]).not.toContain('connectionId');
  });
});
