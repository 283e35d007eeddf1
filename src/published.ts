// What the rooms publish of themselves, gathered for the CapabilityStatement: limits, indexes, profiles.
import { searchLimits } from './access/candidates.ts';
import { pageSizes } from './access/search-page.ts';
import { bodyLimits } from './edge/json-body.ts';
import type { Published } from './interactions/capabilities.ts';
import { ivhProfiles } from './profiles/ivh-profiles.ts';
import { indexedParameters } from './store/indexes.ts';

export const published: Omit<Published, 'base' | 'tokenUrl'> = {
  indexed: indexedParameters,
  profilesOf: (type) =>
    ivhProfiles()
      .definitions.filter((one) => one.type === type && one.type !== 'Extension')
      .map((one) => one.url ?? ''),
  limits: {
    bodyBytes: bodyLimits.bytes,
    depth: bodyLimits.depth,
    commitRows: 100,
    ...searchLimits,
    page: pageSizes.most,
    included: pageSizes.included,
  },
};
