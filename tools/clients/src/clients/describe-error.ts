/** The text of whatever a library hands to an error callback: an Error, a close event, a GraphQL error or several. */
export function describeError(error: unknown): string {
  if (Array.isArray(error)) return describeError(error[0]);
  if (typeof error !== 'object' || error === null) return String(error);
  if ('networkError' in error && error.networkError) return describeError(error.networkError);
  if ('message' in error && error.message !== '') return String(error.message);
  if ('reason' in error && 'code' in error) return `${error.code}: ${error.reason}`;
  return JSON.stringify(error);
}
