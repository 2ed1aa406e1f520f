// Imported for its effect, before monaco loads.
const FILES: Readonly<Record<string, string>> = { json: 'json', graphql: 'graphql' };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(`/workers/${FILES[label] ?? 'editor'}.js`, { type: 'module' }),
  },
});
