// once.ts
/** Tells whether an id is new: an event may come twice. Remembers the last `limit` ids. */
export function createOnce(limit = 1_000): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= limit) break;
      seen.delete(oldest);
    }
    return true;
  };
}
