/** The page's storage under names of one application's own; null is the reference application, whose names are plain. */
export function namespacedStorage(application: string | null): Storage {
  const { localStorage } = globalThis;
  if (application === null) return localStorage;
  const prefix = `${application}:`;
  const own = (key: string): string => `${prefix}${key}`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(own(key)),
    setItem: (key, value) => localStorage.setItem(own(key), value),
    removeItem: (key) => localStorage.removeItem(own(key)),
    clear: () => {
      for (const key of keys()) localStorage.removeItem(key);
    },
    key: (index) => keys()[index]?.slice(prefix.length) ?? null,
    get length() {
      return keys().length;
    },
  };
}
