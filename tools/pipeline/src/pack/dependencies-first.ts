/** The `package.json` of an archive, as far as its publishing needs it. */
export interface PackedManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Orders packages so that none comes before one of them that it depends on; else alike. */
export function dependenciesFirst<Packed extends PackedManifest>(
  packages: readonly Packed[],
): readonly Packed[] {
  const ordered = new Set<Packed>();
  const visit = (packed: Packed, dependents: readonly string[]) => {
    if (dependents.includes(packed.name)) {
      throw new Error(`Packages depend on each other: ${[...dependents, packed.name].join(' > ')}`);
    }
    const own = packages.filter(({ name }) => name in (packed.dependencies ?? {}));
    for (const dependency of own) visit(dependency, [...dependents, packed.name]);
    ordered.add(packed);
  };
  for (const packed of packages) visit(packed, []);
  return [...ordered];
}
