const BUILT_IN_KEYS: readonly string[] = ['$connect', '$disconnect', '$default'];

/**
 * Chooses the route of a message by a selection expression such as `$request.body.type` or `${request.body.a.b}`.
 * Null where neither the value's route nor `$default` exists. A message cannot name a built-in route.
 */
export function selectRoute(options: {
  readonly expression: string;
  readonly routeKeys: readonly string[];
  readonly text: string;
}): string | null {
  const { expression, routeKeys, text } = options;
  const value = evaluateSelection(expression, text);
  if (value !== null && !BUILT_IN_KEYS.includes(value) && routeKeys.includes(value)) return value;
  return routeKeys.includes('$default') ? '$default' : null;
}

/** The value of a selection expression over a message's JSON; null where the message has none. */
export function evaluateSelection(expression: string, text: string): string | null {
  const path = /^\$\{?request\.body\.([^{}]+)\}?$/.exec(expression)?.[1];
  if (path === undefined) return expression;
  const value = valueAt(parseJson(text), path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

/** What lies under a dotted path of own properties; undefined where nothing does. */
export function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

/** The JSON of a text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is a value here: such messages go to $default
  }
}
