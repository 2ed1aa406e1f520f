import type { Subprotocol } from '@skein/protocol';
import type { OperationListener } from './operation-listener.ts';
import { readServerFrame } from './server-frame.ts';
import { TestRefusalError } from './test-errors.ts';

/** What one connection has heard of the server. */
export interface Inbox {
  /** Takes a frame, and tells whoever it concerns. */
  take(text: string): void;
  /** Has what the server says about an operation told to `listener`, until its end. */
  listen(id: string, listener: OperationListener): void;
  /** The server closed the connection, with its verdict, if one came. */
  close(refusal: TestRefusalError): void;
  /** The client goes: nothing that comes now is news to it. */
  leave(): void;
  isAcknowledged(): boolean;
  /** Why the server ended the connection, or is about to; null while it does not. */
  refusal(): TestRefusalError | null;
}

export function createInbox(protocol: Subprotocol): Inbox {
  const listeners = new Map<string, OperationListener>();
  let isAcknowledged = false;
  let refusal: TestRefusalError | null = null;

  /** Who hears of an operation for the last time. */
  const last = (id: string): OperationListener | undefined => {
    const listener = listeners.get(id);
    listeners.delete(id);
    return listener;
  };
  const tellAll = (tell: (listener: OperationListener) => void): void => {
    for (const listener of listeners.values()) tell(listener);
    listeners.clear();
  };
  return {
    take: (text) => {
      const frame = readServerFrame(protocol, text);
      switch (frame.kind) {
        case 'ack':
          isAcknowledged = true;
          break;
        case 'next':
          listeners.get(frame.id)?.next(frame.result);
          break;
        case 'error':
          last(frame.id)?.error(frame.errors);
          break;
        case 'complete':
          last(frame.id)?.complete();
          break;
        case 'refused':
          refusal = new TestRefusalError(frame);
          break;
        case 'other':
          break;
      }
    },
    listen: (id, listener) => void listeners.set(id, listener),
    close: (closing) => {
      refusal ??= closing;
      const error = refusal;
      tellAll((listener) => listener.end(error));
    },
    leave: () => tellAll((listener) => listener.complete()),
    isAcknowledged: () => isAcknowledged,
    refusal: () => refusal,
  };
}
