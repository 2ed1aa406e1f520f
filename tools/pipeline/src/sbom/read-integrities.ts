import { parse } from 'yaml';

/** The hash of each package's published archive, by `<name>@<version>`, as subresource integrity: `sha512-<base64>`. */
export function readIntegrities(lockfile: string): ReadonlyMap<string, string> {
  const { packages } = parse(lockfile) as {
    readonly packages: Readonly<
      Record<string, { readonly resolution?: { readonly integrity?: string } }>
    >;
  };
  return new Map(
    Object.entries(packages).flatMap(([id, { resolution }]) =>
      resolution?.integrity === undefined ? [] : [[id, resolution.integrity] as const],
    ),
  );
}

/** The hex of a SHA-512 integrity; null for another algorithm. */
export function sha512Hex(integrity: string): string | null {
  const [algorithm, base64 = ''] = integrity.split('-', 2);
  return algorithm === 'sha512' ? Buffer.from(base64, 'base64').toString('hex') : null;
}
