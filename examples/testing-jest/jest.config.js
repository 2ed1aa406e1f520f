/** @type {import('jest').Config} */
export default {
  // TypeScript without its types. Jest makes nothing else of the files: they stay ES modules, as skein itself is.
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
};
