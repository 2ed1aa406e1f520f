import { describe, expect, it } from 'vitest';
import { dependenciesFirst } from './dependencies-first.ts';

const packed = (name: string, ...dependencies: string[]) => ({
  name,
  version: '1.0.0',
  dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '1.0.0'])),
});

const order = (...packages: readonly ReturnType<typeof packed>[]) =>
  dependenciesFirst(packages).map(({ name }) => name);

describe('dependenciesFirst', () => {
  it('puts each package behind those that it depends on', () => {
    expect(
      order(packed('skein', 'inbound'), packed('pubsub'), packed('inbound', 'pubsub')),
    ).toEqual(['pubsub', 'inbound', 'skein']);
  });

  it('keeps the order of packages that do not depend on each other, and minds no others', () => {
    expect(order(packed('b', 'zod'), packed('a'))).toEqual(['b', 'a']);
  });

  it('throws when packages depend on each other', () => {
    expect(() => order(packed('a', 'b'), packed('b', 'a'))).toThrow('a > b > a');
  });
});
