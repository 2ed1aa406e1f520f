import type { OperationRequest } from '@skein/protocol';
import type { Connection, Identity } from '@skein/store';
import type { Turn } from './turn.ts';

/** A turn that asks for an operation, once it is known who asks. */
export interface OperationTurn {
  readonly turn: Turn;
  readonly connection: Connection;
  readonly identity: Identity;
  readonly id: string;
  readonly request: OperationRequest;
}
