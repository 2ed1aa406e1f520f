/** What a package needs at run time beside its modules: from where in its folder, to where in the published one. */
export const ASSETS: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'tools/local': [
    ['console/dist', 'console/dist'],
    // Lambda environments are threads of this file, whose types are stripped when they start.
    ['src/lambda-host/environment-thread.ts', 'dist/lambda-host/environment-thread.ts'],
  ],
};

/** Makes the console page; its last file is there when it is done. */
export const CONSOLE = {
  build: 'tools/local/console/build.ts',
  built: 'tools/local/console/dist/workers/graphql.js',
} as const;
