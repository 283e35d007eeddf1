// What the rooms publish of themselves, gathered for the CapabilityStatement: limits, indexes, profiles.
import { auditEntries } from './access/audit/audit-reader.ts';
import { searchLimits } from './access/candidates.ts';
import { historyVersions } from './access/history.ts';
import { pageSizes } from './access/page.ts';
import { bodyLimits } from './edge/body.ts';
import { patchOperations } from './fhir/patch/limits.ts';
import type { Published } from './interactions/capabilities.ts';
import { ivhProfiles } from './profiles/ivh-profiles.ts';
import { commitLimits } from './store/commit-rules.ts';
import { indexedParameters } from './store/indexes.ts';
import { conditionalDeletes } from './store/placing.ts';

export const published: Omit<Published, 'base' | 'tokenUrl'> = {
  indexed: indexedParameters,
  profilesOf: (type) =>
    ivhProfiles()
      .definitions.filter((one) => one.type === type && one.type !== 'Extension')
      .map((one) => one.url ?? ''),
  limits: {
    bodyBytes: bodyLimits.bytes,
    binaryBytes: bodyLimits.rawBytes,
    depth: bodyLimits.depth,
    commitRows: commitLimits.actions,
    patchOperations,
    conditionalDeletes,
    ...searchLimits,
    page: pageSizes.most,
    pageBytes: pageSizes.bytes,
    included: pageSizes.included,
    historyVersions,
    auditEntries,
  },
};
