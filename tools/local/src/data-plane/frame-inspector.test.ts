import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameInspector } from './frame-inspector.ts';

interface Frame {
  readonly opcode: number;
  readonly length: number;
}

/** A masked frame as a client sends it; `form` is the least number of length bytes. */
function encode({ opcode, length }: Frame): Uint8Array {
  const header = [0x80 | opcode];
  if (length < 126) header.push(0x80 | length);
  else if (length < 65_536) header.push(0x80 | 126, length >> 8, length & 0xff);
  else
    header.push(0x80 | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => (length >> bits) & 0xff));
  // The payload is full of what looks like binary frames, which must not be taken for headers.
  return Buffer.concat([Buffer.from([...header, 1, 2, 3, 4]), Buffer.alloc(length, 0x82)]);
}

function inspectAll(bytes: Uint8Array, chunkBytes: number) {
  const inspect = createFrameInspector({ frameBytes: 32 * 1024 });
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const verdict = inspect(bytes.subarray(offset, offset + chunkBytes));
    if (verdict !== null) return verdict.code;
  }
  return null;
}

describe('createFrameInspector', () => {
  it.each([
    [{ opcode: 1, length: 32 * 1024 }, null],
    [{ opcode: 1, length: 32 * 1024 + 1 }, 1009],
    [{ opcode: 0, length: 70_000 }, 1009],
    [{ opcode: 2, length: 0 }, 1003],
    [{ opcode: 8, length: 2 }, null],
    [{ opcode: 9, length: 125 }, null],
  ])('judges %o: %s', (frame, code) => {
    expect(inspectAll(encode(frame), 16_384)).toBe(code);
  });

  it('judges the first bad frame the same, however the bytes are cut', () => {
    const frame = fc.record({
      opcode: fc.constantFrom(0, 1, 1, 1, 2, 8, 9, 10),
      length: fc.oneof(fc.nat(200), fc.nat(70_000)),
    });
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 4 }),
        fc.integer({ min: 1, max: 9000 }),
        (all, size) => {
          const bad = all.find(
            ({ opcode, length }) => opcode === 2 || (opcode < 2 && length > 32_768),
          );
          const expected = bad === undefined ? null : bad.opcode === 2 ? 1003 : 1009;
          expect(inspectAll(Buffer.concat(all.map(encode)), size)).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
