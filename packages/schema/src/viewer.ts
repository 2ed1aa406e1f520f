/** Who calls: the `sub` of a token. */
export interface Viewer {
  readonly id: string;
}
