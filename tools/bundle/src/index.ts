export { type BundleOptions, bundle } from './bundle.ts';
export { type BundleAppOptions, bundleApp } from './bundle-app.ts';
export type { Manifest, ManifestEntry } from './dist.ts';
