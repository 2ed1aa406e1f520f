import { Contrib, Enums, Models, SPDX } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import { type BundledPackage, idOf } from './find-packages.ts';
import { sha512Hex } from './read-integrities.ts';

export interface BundledApp {
  readonly name: string;
  /** Of its zip, in hex. */
  readonly sha256: string;
  readonly packages: readonly BundledPackage[];
}

export interface BomOptions {
  readonly version: string;
  readonly apps: readonly BundledApp[];
  /** By `<name>@<version>`. */
  readonly integrities: ReadonlyMap<string, string>;
}

/**
 * One bill for a build: its zips, the packages of which something is in them, and which is in which. It holds no time and no
 * random number, so that equal builds have equal bills.
 */
export function makeBom({ version, apps, integrities }: BomOptions): Models.Bom {
  const { Bom, Component, ComponentRepository, HashDictionary, Metadata } = Models;
  const subject = new Component(Enums.ComponentType.Application, 'skein', {
    bomRef: 'skein',
    version,
  });
  const libraries = new Map<string, Models.Component>();
  const zips = apps.map(({ name, sha256, packages }) => {
    const zip = new Component(Enums.ComponentType.Application, `${name}.zip`, {
      bomRef: `${name}.zip`,
      version,
      hashes: new HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
    });
    for (const bundled of packages) {
      const library = libraries.get(idOf(bundled)) ?? makeLibrary(bundled, integrities);
      libraries.set(idOf(bundled), library);
      zip.dependencies.add(library.bomRef);
    }
    subject.dependencies.add(zip.bomRef);
    return zip;
  });
  return new Bom({
    metadata: new Metadata({ component: subject }),
    components: new ComponentRepository([...zips, ...libraries.values()]),
  });
}

const { ComponentBuilder, ExternalReferenceFactory } = {
  ComponentBuilder: Contrib.FromNodePackageJson.Builders.ComponentBuilder,
  ExternalReferenceFactory: Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory,
};

const builder = new ComponentBuilder(
  new ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(refuseNonExpression),
);

function makeLibrary(
  bundled: BundledPackage,
  integrities: ReadonlyMap<string, string>,
): Models.Component {
  const library = builder.makeComponent(bundled.manifest);
  if (library === undefined) throw new Error(`${idOf(bundled)} has no name`);
  library.bomRef.value = idOf(bundled);

  const integrity = integrities.get(idOf(bundled));
  // The workspace's own packages come from no registry.
  if (integrity === undefined) return library;
  library.purl = new PackageURL('npm', library.group, library.name, library.version).toString();
  const hex = sha512Hex(integrity);
  if (hex !== null) library.hashes.set(Enums.HashAlgorithm['SHA-512'], hex);
  return library;
}

/** Throws where a licence is no SPDX expression; it is then kept as a name. */
function refuseNonExpression(text: string): void {
  const words = text.replaceAll(/[()]/g, ' ').split(/\s+/).filter(Boolean);
  const ids = words.filter((word) => !/^(AND|OR|WITH)$/.test(word));
  const unknown = ids.find((id) => !SPDX.isSupportedSpdxId(id));
  if (unknown !== undefined) throw new Error(`${unknown} is no SPDX licence`);
}
