/** A token for a viewer, signed by the local system. */
export async function fetchToken(viewer: string): Promise<string> {
  const response = await fetch(`/dev/token/${encodeURIComponent(viewer)}`);
  if (!response.ok) throw new Error(`No token: HTTP ${response.status}`);
  return response.text();
}
