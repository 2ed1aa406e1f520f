import { StoreError } from './store-error.ts';

/** Where a page of an index ended. */
export interface IndexPosition {
  readonly connectionId: string;
  readonly rowId: string;
}

/** Writes a position as an opaque cursor: base64url of JSON. */
export function encodeCursor(position: IndexPosition): string {
  return Buffer.from(JSON.stringify([position.connectionId, position.rowId])).toString('base64url');
}

/** Reads a cursor that `encodeCursor` wrote. Throws `StoreError` on any other text. */
export function decodeCursor(cursor: string): IndexPosition {
  const parts = parsed(cursor);
  if (Array.isArray(parts) && typeof parts[0] === 'string' && typeof parts[1] === 'string') {
    return { connectionId: parts[0], rowId: parts[1] };
  }
  throw new StoreError('The cursor is none of this store');
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new StoreError('The cursor is none of this store', { cause });
  }
}
