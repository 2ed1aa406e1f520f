/** What JavaScript itself, promises, JSON and assertion libraries ask every object for. */
const ASKED_OF_EVERYTHING = new Set([
  'then',
  'toJSON',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  'hasAttribute',
  '$$typeof',
]);

/**
 * A view of an object in which reading what it lacks throws: where Apollo Server 2 hands out a whole socket or request,
 * an application that reads more of it than a Lambda knows would take undefined for an answer. `in` may ask for anything.
 */
export function refuseAbsent<Target extends object>(
  target: Target,
  complaint: (name: string) => string,
): Target {
  return new Proxy(target, {
    get: (from, name, receiver) => {
      if (typeof name === 'symbol' || name in from || ASKED_OF_EVERYTHING.has(name)) {
        return Reflect.get(from, name, receiver);
      }
      throw new TypeError(complaint(name));
    },
  });
}
