import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const NAMES = ['port', 'host', 'persist', 'env', 'handlers', 'write-handlers'];

describe('nearest', () => {
  it.each([
    ['prot', 'port'],
    ['por', 'port'],
    ['ports', 'port'],
    ['hsot', 'host'],
    ['env-file', 'env'],
    ['handler', 'handlers'],
    ['write-handler', 'write-handlers'],
    ['presist', 'persist'],
    ['verbose', null],
    ['p', null],
    ['', null],
  ])('of "%s" is %s', (typed, expected) => {
    expect(nearest(typed, NAMES)).toBe(expected);
  });

  it('is nothing when there are no names', () => {
    expect(nearest('port', [])).toBeNull();
  });
});
