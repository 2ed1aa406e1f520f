import {
  MAX_MESSAGE_BYTES,
  type PostOutcome,
  type SocketAddress,
  type Sockets,
} from '../sockets.ts';

type CloseOutcome = Awaited<ReturnType<Sockets['close']>>;

/** Everything but success: what a test makes a post or a close come to. */
export type MemoryFault = Exclude<PostOutcome, 'sent'>;

export interface MemorySocketsOptions {
  /** Runs before each post; what it returns (or resolves to) is the post's outcome, undefined lets it through. */
  readonly intercept?: (
    address: SocketAddress,
    frame: string,
  ) => MemoryFault | undefined | Promise<MemoryFault | undefined>;
  /** Runs for each frame that arrives, in order. */
  readonly onFrame?: (connectionId: string, frame: string) => void;
  /** Runs when the server closes a connection that is open. */
  readonly onClose?: (connectionId: string) => void;
}

/** The gateway in memory: who is connected, and what each connection got. */
export interface MemorySockets extends Sockets {
  /** Establishes a connection; until then, and after its end, posts to it are `gone`. */
  open(connectionId: string): void;
  /** The client's own end: nothing is recorded as a close. */
  drop(connectionId: string): void;
  isOpen(connectionId: string): boolean;
  /** The frames that arrived, oldest first; they outlive the connection. */
  frames(connectionId: string): readonly string[];
  /** Every attempt to post, in order, whatever became of it. */
  readonly posts: readonly (SocketAddress & { readonly outcome: PostOutcome })[];
  /** Every attempt to close, in order. */
  readonly closes: readonly (SocketAddress & { readonly outcome: CloseOutcome })[];
  /** What the next posts to a connection come to, one each; after these they go through again. */
  failPosts(connectionId: string, faults: readonly MemoryFault[]): void;
  /** The same of closes. */
  failCloses(connectionId: string, faults: readonly Exclude<CloseOutcome, 'closed'>[]): void;
}

/** Makes the port's adapter for tests and for the in-process application. */
export function createMemorySockets(options: MemorySocketsOptions = {}): MemorySockets {
  const connected = new Set<string>();
  const received = new Map<string, string[]>();
  const posts: (SocketAddress & { readonly outcome: PostOutcome })[] = [];
  const closes: (SocketAddress & { readonly outcome: CloseOutcome })[] = [];
  const postFaults = new Map<string, MemoryFault[]>();
  const closeFaults = new Map<string, Exclude<CloseOutcome, 'closed'>[]>();

  const attempt = async (address: SocketAddress, frame: string): Promise<PostOutcome> => {
    const { connectionId } = address;
    const fault =
      postFaults.get(connectionId)?.shift() ?? (await options.intercept?.(address, frame));
    if (fault !== undefined) return fault;
    if (!connected.has(connectionId)) return 'gone';
    if (Buffer.byteLength(frame) > MAX_MESSAGE_BYTES) return 'too-large';
    const frames = received.get(connectionId) ?? [];
    frames.push(frame);
    received.set(connectionId, frames);
    options.onFrame?.(connectionId, frame);
    return 'sent';
  };

  return {
    post: async (address, frame) => {
      const outcome = await attempt(address, frame);
      posts.push({ ...address, outcome });
      return outcome;
    },
    close: async (address) => {
      const outcome = closeFaults.get(address.connectionId)?.shift() ?? 'closed';
      closes.push({ ...address, outcome });
      if (outcome === 'closed' && connected.delete(address.connectionId)) {
        options.onClose?.(address.connectionId);
      }
      return outcome;
    },
    open: (connectionId) => void connected.add(connectionId),
    drop: (connectionId) => void connected.delete(connectionId),
    isOpen: (connectionId) => connected.has(connectionId),
    frames: (connectionId) => received.get(connectionId) ?? [],
    posts,
    closes,
    failPosts: (connectionId, faults) => void postFaults.set(connectionId, [...faults]),
    failCloses: (connectionId, faults) => void closeFaults.set(connectionId, [...faults]),
  };
}
