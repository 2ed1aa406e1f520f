/** What a frame may have, of either subprotocol. */
export interface Frame {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly payload?: unknown;
}

/** Reads a frame to show it; whatever a client sends is never judged here. */
export function readFrame(text: string): Frame {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
