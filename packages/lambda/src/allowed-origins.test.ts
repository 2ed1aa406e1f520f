import { describe, expect, it } from 'vitest';
import { isAllowedOrigin, normalOrigin } from './allowed-origins.ts';

const ALLOWED = ['https://app.example.com', 'http://localhost:5173'];

describe('isAllowedOrigin', () => {
  it.each([
    [['https://app.example.com'], true],
    [['HTTPS://App.Example.com'], true],
    [['http://localhost:5173'], true],
    [[], true],
    [['https://app.example.com.evil.example'], false],
    [['https://evil.example/https://app.example.com'], false],
    [['http://app.example.com'], false],
    [['https://app.example.com:8443'], false],
    [['null'], false],
    [[''], false],
    [['https://app.example.com', 'https://evil.example'], false],
  ])('of %j says %s', (origins, expected) => {
    expect(isAllowedOrigin(ALLOWED, origins)).toBe(expected);
  });

  it('says yes to everybody when there is no list', () => {
    expect(isAllowedOrigin(null, ['https://evil.example'])).toBe(true);
  });

  it('says no to every page when the list is empty', () => {
    expect(isAllowedOrigin([], ['https://app.example.com'])).toBe(false);
    expect(isAllowedOrigin([], [])).toBe(true);
  });
});

describe('normalOrigin', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://App.Example.com', 'https://app.example.com'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['http://localhost:5173', 'http://localhost:5173'],
  ])('takes %s for %s', (text, expected) => {
    expect(normalOrigin(text)).toBe(expected);
  });

  it.each([
    ...[
      '',
      '*',
      'null',
      'app.example.com',
      'https://app.example.com/',
      'https://app.example.com/x',
    ],
    ...['https://*.example.com', 'https://u:p@app.example.com', 'file:///x', 'data:,x'],
  ])('takes %j for none', (text) => {
    expect(normalOrigin(text)).toBeNull();
  });
});
