export { type BundleOptions, bundle, findEntries } from './bundle.ts';
export { appEntries, type BundleAppOptions, bundleApp } from './bundle-app.ts';
export { BundleError } from './bundle-error.ts';
export { type AppCheck, type CheckAppOptions, checkApp } from './check-app.ts';
export { type Bundle, compile, compileAll, type Entry } from './compile.ts';
export { type Manifest, type ManifestEntry, writeDist } from './dist.ts';
export { fromHere } from './from-here.ts';
export { HANDLER_NAMES } from './handler-code.ts';
export { type HandlerFile, writeHandlers } from './handler-files.ts';
