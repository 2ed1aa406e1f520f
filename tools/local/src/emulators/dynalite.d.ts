declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An HTTP server that answers as DynamoDB does. */
  export default function dynalite(options?: {
    /** Where the table lies on disk. @default memory */
    readonly path?: string;
    readonly createTableMs?: number;
  }): Server;
}
