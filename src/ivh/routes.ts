// All routes of the concept API.
import { carePlanRoutes } from './care-plan/routes.ts';
import { careTeamRoutes } from './care-team/routes.ts';
import { diagnosticsRoutes } from './diagnostics/routes.ts';
import { episodeRoutes } from './episode/routes.ts';
import { meetingRoutes } from './meeting/routes.ts';
import { referralRoutes } from './referral/routes.ts';
import type { ConceptRoute } from './route.ts';
import { sharingRoutes } from './sharing/routes.ts';
import { statusRoutes } from './status/routes.ts';

export const conceptRoutes: readonly ConceptRoute[] = [
  ...referralRoutes,
  ...diagnosticsRoutes,
  ...meetingRoutes,
  ...careTeamRoutes,
  ...carePlanRoutes,
  ...sharingRoutes,
  ...episodeRoutes,
  ...statusRoutes,
];
