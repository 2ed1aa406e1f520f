import { describe, expect, it } from 'vitest';
import { createDevOutput } from './dev-output.ts';

function build({ tickerTopic = null }: { readonly tickerTopic?: string | null } = {}) {
  const lines: string[] = [];
  const output = createDevOutput({ print: (line) => lines.push(line), tickerTopic });
  const log = (app: string, fields: object) =>
    output.functions(`[${app}] ${JSON.stringify({ level: 'info', app, ...fields })}`);
  return { lines, output, log };
}

const DELIVERED = { event: 'event_delivered', topic: 'SAID', rows: 1, sent: 1 };

describe('createDevOutput', () => {
  it('tells in short what handlers log at info, and leaves out the rest of it', () => {
    const { lines, log } = build();
    log('publisher', { event: 'event_accepted', eventId: '1' });
    log('publisher', DELIVERED);
    log('connect', { event: 'connect_refused', status: 401 });
    log('message', { event: 'authenticate_threw', source: 'init', error: 'JWTExpired' });
    log('message', { event: 'authenticate_threw', source: 'init', error: 'Error' });
    log('graphql', { event: 'request_refused', status: 401 });
    expect(lines).toEqual([
      'SAID -> 1 delivered',
      '`authenticate` threw JWTExpired (init)',
      'HTTP request refused: 401',
    ]);
  });

  it("prints what is graver, what is no log, and an application's own log", () => {
    const { lines, output, log } = build();
    output.functions('[message] hello\n[message] world');
    log('publisher', { level: 'warn', event: 'odd', count: 1 });
    log('publisher', { level: 'error', event: 'event_parked', reason: 'not-json' });
    output.functions('[message] {"level":"info","event":"order_placed","order":7}');
    expect(lines).toEqual([
      '[message] hello',
      '[message] world',
      '[publisher] warn odd count=1',
      '[publisher] error event_parked reason=not-json',
      '[message] info order_placed order=7',
    ]);
  });

  it('passes on why a client does not get in', () => {
    const { lines, output } = build();
    output.notice('init refused: 4403 Forbidden');
    expect(lines).toEqual(['init refused: 4403 Forbidden']);
  });

  it("says nothing of the ticker's events", () => {
    const { lines, log } = build({ tickerTopic: 'NUMBER_INCREMENTED' });
    log('publisher', { ...DELIVERED, topic: 'NUMBER_INCREMENTED' });
    log('publisher', DELIVERED);
    expect(lines).toEqual(['SAID -> 1 delivered']);
  });

  it('knows the topics of what runs now', () => {
    const { lines, output, log } = build();
    const nobody = { ...DELIVERED, rows: 0, sent: 0 };
    log('publisher', nobody);
    output.running({ topics: [{ label: 'HEARD', keys: [] }], variables: {} });
    log('publisher', nobody);
    expect(lines).toEqual([
      'SAID -> 0 subscribers',
      'SAID -> 0 subscribers (no declared topic has this label; declared: HEARD)',
    ]);
  });

  it('prints the log alone when LOG_LEVEL is given', () => {
    const { lines, output, log } = build();
    output.running({ topics: null, variables: { LOG_LEVEL: 'info' } });
    log('publisher', DELIVERED);
    output.notice('init refused: 4403 Forbidden');
    expect(lines).toEqual(['[publisher] info event_delivered topic=SAID rows=1 sent=1']);
    output.running({ topics: null, variables: {} });
    log('publisher', DELIVERED);
    expect(lines.at(-1)).toBe('SAID -> 1 delivered');
  });
});
