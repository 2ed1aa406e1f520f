/** Why a frame ends its connection: the close code and reason that API Gateway answers. */
export interface FrameVerdict {
  readonly code: 1003 | 1009;
  readonly reason: string;
}

const BINARY_OPCODE = 2;
const LAST_DATA_OPCODE = 2;

/**
 * Watches the raw bytes of a client and judges each frame by its header, because `ws` limits whole messages only.
 * Feed it every chunk in order; it gives the first verdict and must not be fed after that.
 */
export function createFrameInspector(options: {
  readonly frameBytes: number;
}): (chunk: Uint8Array) => FrameVerdict | null {
  const { frameBytes } = options;
  let header: number[] = [];
  let payloadLeft = 0;

  function judge(): FrameVerdict | null {
    const length = payloadLength(header);
    payloadLeft = length;
    const opcode = (header[0] ?? 0) & 0x0f;
    header = [];
    if (opcode === BINARY_OPCODE) return { code: 1003, reason: 'Binary frames are not supported' };
    if (opcode <= LAST_DATA_OPCODE && length > frameBytes) {
      return { code: 1009, reason: 'Frame is too large' };
    }
    return null;
  }

  return (chunk) => {
    let offset = 0;
    while (offset < chunk.length) {
      const skipped = Math.min(payloadLeft, chunk.length - offset);
      payloadLeft -= skipped;
      offset += skipped;
      const byte = chunk[offset];
      if (byte === undefined) return null;
      header.push(byte);
      offset += 1;
      if (header.length < headerLength(header)) continue;
      const verdict = judge();
      if (verdict !== null) return verdict;
    }
    return null;
  };
}

/** RFC 6455 5.2: two bytes, the extended length, and the mask; the second byte says which of them follow. */
function headerLength(header: readonly number[]): number {
  const second = header[1];
  if (second === undefined) return 2;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  return 2 + extendedBytes(second & 0x7f) + mask;
}

function payloadLength(header: readonly number[]): number {
  const short = (header[1] ?? 0) & 0x7f;
  const extended = header.slice(2, 2 + extendedBytes(short));
  return extended.length === 0 ? short : extended.reduce((sum, byte) => sum * 256 + byte, 0);
}

function extendedBytes(short: number): number {
  if (short === 126) return 2;
  return short === 127 ? 8 : 0;
}
