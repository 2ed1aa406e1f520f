const TEXT = 0x1;
const CONTINUATION = 0x0;
const FINAL_BIT = 0x80;
const END_OF_HEAD = '\r\n\r\n';

/** Reads what a WebSocket server sends: skips the answer to the upgrade, then reports each text message. */
export function createFrameReader(report: (text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let upgraded = false;
  let message: Buffer[] = [];

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      rest = rest.subarray(end + END_OF_HEAD.length);
      upgraded = true;
    }
    for (let frame = readFrame(rest); frame !== null; frame = readFrame(rest)) {
      rest = rest.subarray(frame.length);
      if (frame.opcode !== TEXT && frame.opcode !== CONTINUATION) continue;
      message.push(frame.payload);
      if (!frame.isFinal) continue;
      report(Buffer.concat(message).toString());
      message = [];
    }
  };
}

interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
  readonly length: number;
}

/** The first whole frame of the bytes; a server's frames are not masked (RFC 6455, 5.1). */
function readFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const first = bytes.readUInt8(0);
  const size = payloadSize(bytes);
  if (size === null || bytes.length < size.at + size.bytes) return null;
  return {
    opcode: first & 0x0f,
    isFinal: (first & FINAL_BIT) !== 0,
    payload: bytes.subarray(size.at, size.at + size.bytes),
    length: size.at + size.bytes,
  };
}

function payloadSize(bytes: Buffer): { readonly at: number; readonly bytes: number } | null {
  const short = bytes.readUInt8(1) & 0x7f;
  if (short < 126) return { at: 2, bytes: short };
  const at = short === 126 ? 4 : 10;
  if (bytes.length < at) return null;
  return { at, bytes: short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)) };
}
