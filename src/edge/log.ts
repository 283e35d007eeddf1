// One line per request: what kind it was and how it ended, never whose data it touched.
export interface LogLine {
  readonly level: 'info' | 'error';
  readonly requestId: string;
  readonly door: string;
  readonly method: string;
  /** Route with ids left out, for example `/fhir/Patient/:id`. */
  readonly route: string;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Only for errors nobody expected. */
  readonly error?: unknown;
}

const word = /^[$_]?[A-Za-z][A-Za-z.-]*$/;

/** A path with everything that may identify someone replaced by `:id`. */
export const routeOf = (path: string): string =>
  path
    .split('/')
    .map((part) => (part === '' || (word.test(part) && part.length <= 32) ? part : ':id'))
    .join('/');
