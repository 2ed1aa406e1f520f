/** What `Query.version` answers. */
export const VERSION = '0.1.0';
