export { type BundleOptions, bundle, findEntries } from './bundle.ts';
export { type BundleAppOptions, bundleApp } from './bundle-app.ts';
export { type Bundle, compile, type Entry } from './compile.ts';
export { type Manifest, type ManifestEntry, writeDist } from './dist.ts';
