// File rules on people: one case manager at a time, and a meeting held by the minimum team.
import { FhirFailure } from '../../fhir/failure.ts';
import type { FileRule } from '../../store/head.ts';
import { codeIn, codesIn } from '../codes.ts';
import { factsOf } from '../file-facts.ts';
import { kindOf } from '../kinds.ts';
import { missingRoles } from '../minimum-team.ts';
import { openEpisode } from '../states.ts';

export const oneCaseManager: FileRule = ({ after }, file) => {
  const kind = after && kindOf(after);
  if (kind !== 'care-team' && kind !== 'episode') return;
  const inTeams = factsOf(file.after, 'team')
    .filter(({ fact }) => fact.status === 'active')
    .flatMap(({ fact }) => fact.managers);
  const ofEpisodes = factsOf(file.after, 'episode')
    .filter(({ fact }) => openEpisode.has(fact.status))
    .flatMap(({ fact }) => fact.manager ?? []);
  if (inTeams.length <= 1 && new Set([...inTeams, ...ofEpisodes]).size <= 1) return;
  throw new FhirFailure('business-rule', [
    {
      text: 'a child has one trajectbegeleider at a time: end the period of the one before, and name the same person in EpisodeOfCare.careManager and in the kernteam',
      expression: kind === 'episode' ? 'EpisodeOfCare.careManager' : 'CareTeam.participant',
    },
  ]);
};

export const heldByMinimumTeam: FileRule = ({ after }) => {
  if (after?.resourceType !== 'Encounter' || codeIn('gesprek', after.type) !== 'mdo') return;
  if (after.status !== 'finished') return;
  const missing = missingRoles((after.participant ?? []).flatMap((each) => codesIn('rol', each.type)));
  if (missing.length === 0) return;
  throw new FhirFailure('business-rule', [
    {
      text: `a multidisciplinair overleg was held when the minimum team was there; missing: ${missing.join('; ')}`,
      expression: 'Encounter.participant',
    },
  ]);
};
