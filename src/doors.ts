// The one table of routes: infra builds API Gateway from it, the local server dispatches from it.

/** A door is one Lambda function: functions/<name>.ts. */
export type Door =
  | 'fhir'
  | 'referral'
  | 'diagnostics'
  | 'care-team'
  | 'care-plan'
  | 'episode'
  | 'status'
  | 'discovery'
  | 'token';

/** `path` is in API Gateway's HTTP API notation; `{proxy+}` takes the rest of the path. `open` routes need no token. */
export interface Route {
  readonly method: 'ANY' | 'GET' | 'POST';
  readonly path: string;
  readonly door: Door;
  readonly open?: true;
}

const both = (path: string, door: Door): Route[] => [
  { method: 'ANY', path, door },
  { method: 'ANY', path: `${path}/{proxy+}`, door },
];

/** More specific paths win over `{proxy+}`, as in API Gateway. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/fhir/metadata', door: 'discovery', open: true },
  { method: 'GET', path: '/fhir/.well-known/smart-configuration', door: 'discovery', open: true },
  { method: 'GET', path: '/openapi.json', door: 'discovery', open: true },
  { method: 'GET', path: '/auth/jwks', door: 'token', open: true },
  { method: 'POST', path: '/auth/token', door: 'token', open: true },
  ...both('/fhir', 'fhir'),
  ...both('/ivh/referrals', 'referral'),
  ...both('/ivh/diagnostics', 'diagnostics'),
  ...both('/ivh/meetings', 'diagnostics'),
  ...both('/ivh/care-teams', 'care-team'),
  ...both('/ivh/care-plans', 'care-plan'),
  ...both('/ivh/sharing', 'care-plan'),
  ...both('/ivh/episodes', 'episode'),
  ...both('/ivh/status', 'status'),
];
