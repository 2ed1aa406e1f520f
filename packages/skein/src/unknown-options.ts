/** A misspelt option would be a setting that silently does nothing. Throws a TypeError that names it and the known ones. */
export const refuseUnknownOptions = (
  where: string,
  options: object,
  known: readonly string[],
): void => {
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new TypeError(
    `${where} knows no option ${unknown.map((name) => `"${name}"`).join(', ')}; it takes ${known.join(', ')}.`,
  );
};
