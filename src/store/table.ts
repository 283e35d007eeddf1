// The port that every store adapter fills: rows in partitions, read by key or by range, written by one atomic commit.

/** A row's place: rows of one partition (`pk`) are ordered by the UTF-8 bytes of `sk`. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A stored row. `version` is the adapter's own: 1 when first put, one more with every put; it guards commits. */
export interface Row extends Key {
  readonly value: string;
  readonly version: number;
}

/** What must be true of a row for a commit to go through: it is not there, or it is at exactly this version. */
export type Expectation = 'absent' | number;

/** One part of a commit. A key appears at most once in a commit. */
export type Action =
  | { readonly put: Key; readonly value: string; readonly expect?: Expectation; readonly expires?: number }
  | { readonly remove: Key; readonly expect?: Expectation }
  | { readonly check: Key; readonly expect: Expectation };

/** A range of one partition: `from` inclusive, `to` exclusive, both by `sk`; `backwards` starts at the end. */
export interface Range {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly backwards?: boolean;
}

/** How much one commit takes: number of actions, bytes of all values, bytes of one value; `atOnce` actions cost least. */
export interface Limits {
  readonly actions: number;
  readonly atOnce: number;
  readonly bytes: number;
  readonly rowBytes: number;
}

/** Thrown by `commit` when an expectation did not hold: nothing was written, `keys` names what was met otherwise. */
export class CommitConflict extends Error {
  override readonly name = 'CommitConflict';
  readonly keys: readonly Key[];
  constructor(keys: readonly Key[]) {
    super(`commit refused: ${keys.length} expectation(s) did not hold`);
    this.keys = keys;
  }
}

/** Thrown by `commit` for more than `limits` allow: nothing was written. */
export class CommitTooLarge extends Error {
  override readonly name = 'CommitTooLarge';
}

/**
 * The store. Reads see every commit acknowledged before them. `commit` is atomic and durable when its promise
 * resolves; `expires` (seconds since 1970) lets the store drop the row some time after that moment.
 */
export interface Table {
  readonly limits: Limits;
  /** Commits take effect in the order in which they are asked for. */
  readonly inOrder?: boolean;
  get(key: Key): Promise<Row | undefined>;
  /** Rows in the order of `keys`; `undefined` where there is none. Keys may repeat. */
  batchGet(keys: readonly Key[]): Promise<(Row | undefined)[]>;
  /** All rows of the range, in order (no hidden page limit; `limit` caps). */
  query(range: Range): Promise<Row[]>;
  commit(actions: readonly Action[]): Promise<void>;
  close(): Promise<void>;
}
