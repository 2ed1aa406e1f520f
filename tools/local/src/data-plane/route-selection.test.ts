import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectRoute } from './route-selection.ts';

function select(
  text: string,
  routeKeys = ['ping', '1', '$default'],
  expression = '$request.body.type',
) {
  return selectRoute({ expression, routeKeys, text });
}

describe('selectRoute', () => {
  it.each([
    ['a key', '{"type":"ping"}', 'ping'],
    ['a number', '{"type":1}', '1'],
    ['an unknown key', '{"type":"pong"}', '$default'],
    ['no such field', '{"other":"ping"}', '$default'],
    ['an object', '{"type":{"ping":1}}', '$default'],
    ['null', 'null', '$default'],
    ['an array', '["ping"]', '$default'],
    ['text', 'ping', '$default'],
    ['nothing', '', '$default'],
    ['an inherited property', '{"type":"__proto__"}', '$default'],
  ])('reads %s', (_, text, expected) => {
    expect(select(text)).toBe(expected);
  });

  it.each([['$request.body.a.b'], ['$' + '{request.body.a.b}']])(
    'follows the path of %s',
    (expression) => {
      expect(select('{"a":{"b":"ping"}}', ['ping'], expression)).toBe('ping');
    },
  );

  it.each([['$connect'], ['$disconnect']])('lets no message name %s', (key) => {
    expect(select(JSON.stringify({ type: key }), [key, '$default'])).toBe('$default');
  });

  it('finds nothing when there is no $default', () => {
    expect(select('{"type":"pong"}', ['ping'])).toBeNull();
  });

  it('never throws and only gives routes that exist', () => {
    const keys = ['ping', '$default'];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(keys).toContain(select(text, keys));
      }),
    );
  });
});
