/**
 * The `@connections` endpoint of a WebSocket event. The API's own domain keeps the stage; a custom domain drops it,
 * because its mapping names the stage. A mapping with a key is not in the event: configure the endpoint there.
 */
export function callbackUrl(context: {
  readonly domainName: string;
  readonly apiId: string;
  readonly stage: string;
}): string {
  const { domainName, apiId, stage } = context;
  const isDefault = domainName.toLowerCase().startsWith(`${apiId.toLowerCase()}.execute-api.`);
  return isDefault ? `https://${domainName}/${stage}` : `https://${domainName}`;
}
