// One line per request: what kind it was and how it ended, never whose data it touched.
import { servedTypes } from '../fhir/types.ts';

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

/** The line of a fault that no request's own line tells. */
export const faultLine = (door: string, error: unknown, method = ''): LogLine => ({
  level: 'error',
  requestId: '',
  door,
  method,
  route: '',
  status: 500,
  duration: 0,
  error,
});

/** Names of the operations, as operations.ts has them; the doors without FHIR need not load those for their log. */
const operationNames = [
  ...['everything', 'document', 'meta', 'meta-add', 'meta-delete', 'validate', 'expand', 'lookup'],
  ...['validate-code', 'export', 'break-glass', 'who-may-see', 'disclosures', 'copy', 'rectify'],
  ...['request-right', 'legal-hold', 'decide-right', 'retention', 'certificates', 'transfer'],
];

/** The words of our own addresses; whatever else stands in a path may be an id, and an id may be a name. */
const words = new Set<string>([
  ...servedTypes,
  ...operationNames.map((name) => `$${name}`),
  ...[
    'fhir',
    'metadata',
    '.well-known',
    'smart-configuration',
    '_search',
    '_history',
    '$export-status',
    '$export-file',
  ],
  ...[
    'auth',
    'token',
    'jwks',
    'openapi.json',
    'ivh',
    'referrals',
    'accept',
    'decline',
    'withdraw',
    'feedback',
  ],
  ...[
    'diagnostics',
    'requests',
    'meetings',
    'hold',
    'care-teams',
    'members',
    'end',
    'care-plans',
    'agreement',
  ],
  ...['revise', 'sharing', 'advice', 'episodes', 'case-manager', 'move', 'close', 'reopen', 'status'],
]);

/** A path with everything that may identify someone replaced by `:id`. */
export const routeOf = (path: string): string =>
  path
    .split('/')
    .map((part) => (part === '' || words.has(part) ? part : ':id'))
    .join('/');
