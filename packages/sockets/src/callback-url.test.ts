import { describe, expect, it } from 'vitest';
import { callbackUrl } from './callback-url.ts';

describe('callbackUrl', () => {
  it("keeps the stage when the domain is the API's own", () => {
    const domainName = 'a1b2.execute-api.eu-west-1.amazonaws.com';
    expect(callbackUrl({ domainName, apiId: 'a1b2', stage: 'prod' })).toBe(
      'https://a1b2.execute-api.eu-west-1.amazonaws.com/prod',
    );
  });

  it('keeps the stage in every partition', () => {
    const domainName = 'A1B2.execute-api.cn-north-1.amazonaws.com.cn';
    expect(callbackUrl({ domainName, apiId: 'a1b2', stage: '$default' })).toBe(
      'https://A1B2.execute-api.cn-north-1.amazonaws.com.cn/$default',
    );
  });

  it('drops the stage when the domain is a custom one', () => {
    const context = { domainName: 'ws.example.com', apiId: 'a1b2', stage: 'prod' };
    expect(callbackUrl(context)).toBe('https://ws.example.com');
  });

  it("takes a domain that only resembles the API's own for a custom one", () => {
    const context = { domainName: 'a1b2.execute-apis.example.com', apiId: 'a1b2', stage: 'prod' };
    expect(callbackUrl(context)).toBe('https://a1b2.execute-apis.example.com');
  });
});
